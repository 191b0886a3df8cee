/** A host that is asked less often: of many choices in a row only the last one travels. */

import type { Host, Json } from '../shared/host';

const WAIT = 160;

/** Hold back `select` questions and the kept selection until they rest; `flush` sends them now. */
export function calmed(host: Host): { host: Host; flush: () => void } {
  const held = new Map<string, () => void>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = (): void => {
    clearTimeout(timer);
    const all = [...held.values()];
    held.clear();
    all.forEach(send => send());
  };
  const hold = (name: string, send: () => void): void => {
    held.set(name, send);
    clearTimeout(timer);
    timer = setTimeout(flush, WAIT);
  };
  const calm: Host = {
    ask: (question, wanted) => {
      if (question !== 'select') {
        return host.ask(question, wanted);
      }
      hold('select', () => void host.ask(question, wanted).catch(() => undefined));
      return Promise.resolve({ content: {}, buffers: [] });
    },
    get: name => host.get(name),
    set: (name: string, value: Json | undefined) => hold(`=${name}`, () => host.set(name, value)),
    onPush: (kind, told) => host.onPush(kind, told),
    onChoice: (name, told) => host.onChoice(name, told),
    onCondition: told => host.onCondition(told),
    get condition() {
      return host.condition;
    }
  };
  return { host: calm, flush };
}
