/** The section 'Runs': a filter above the list, and below it what was done. */

import type { TranslationBundle } from '@jupyterlab/translation';
import type { Widget } from '@lumino/widgets';

import { clean, h } from '../../components/shared/dom';
import { HostError } from '../../components/shared/host';
import { Choices } from '../api/choices';
import type { RunRow } from '../../wire/api_runs';
import { sentenceOf } from '../api/fault';
import { Choosing } from '../runs/choosing';
import { Doing } from '../runs/doing';
import { RunFeed } from '../runs/feed';
import { chosen, linesOf, telling } from '../runs/lines';
import { List } from '../runs/list';
import { RunStore } from '../runs/store';
import { Seen } from '../seen';
import type { IGuildServer } from '../tokens';

/** How often the times of a list that does not change are written anew. */
const TICK = 15_000;

/** What the section has others do. */
export interface RunsHeard {
  /** Open a run. */
  open(run: RunRow): void;
  /** Show what can be done to the chosen runs. */
  menu(x: number, y: number): void;
  /** The reader groups runs, or does not any more. */
  grouped(isGrouped: boolean): void;
}

export class RunsSection extends Seen {
  /** Does things to runs. */
  readonly doing: Doing;
  readonly #store = new RunStore();
  readonly #feed: RunFeed;
  readonly #choosing = new Choosing();
  readonly #list: List;
  readonly #heard: RunsHeard;
  readonly #trans: TranslationBundle;
  readonly #server: IGuildServer;
  readonly #filter: HTMLInputElement;
  readonly #group: HTMLButtonElement;
  readonly #count = h('span.guild-sum', { role: 'status' });
  readonly #empty = h('p.guild-empty', { hidden: true });
  readonly #fault = h('p.guild-fault', { role: 'alert', hidden: true });
  readonly #folded: Set<string>;
  readonly #kept: Choices;
  #isGrouped = false;
  #isDue = false;
  /** The run that is chosen as soon as it is listed. */
  #wanted = '';
  #timer: ReturnType<typeof setInterval> | undefined;

  /** In `kept` are the filter, and the operations whose runs are folded. */
  constructor(
    server: IGuildServer,
    heard: RunsHeard,
    trans: TranslationBundle,
    kept = new Choices()
  ) {
    super();
    const folded = kept.get('folded');
    this.#kept = kept;
    this.#folded = new Set(Array.isArray(folded) ? folded.map(String) : []);
    this.#server = server;
    this.#heard = heard;
    this.#trans = trans;
    this.#feed = new RunFeed(server, this.#store);
    this.#feed.onFault = fault => this.#tell(fault);
    this.doing = new Doing(server.rest, () => this.#feed.look(true), trans);
    this.#list = new List(
      this.#choosing,
      {
        open: () => this.#open(),
        fold: (operation, isOpen) => this.#fold(operation, isOpen),
        menu: (x, y) => heard.menu(x, y),
        remove: () => void this.act('delete'),
        chose: () => this.#sum()
      },
      trans
    );
    this.#filter = h('input', {
      type: 'search',
      placeholder: trans.__('Filter runs'),
      'aria-label': trans.__('Filter runs'),
      title: trans.__('Words that a run has in its operation, label, tags, flags, status or id'),
      spellcheck: 'false',
      oninput: () => {
        kept.set('filter', this.#filter.value);
        this.#draw();
      },
      onkeydown: (event: KeyboardEvent) => {
        if (event.key === 'ArrowDown' || event.key === 'Enter') {
          event.preventDefault();
          this.#list.element.focus();
          this.#choosing.go(Math.max(0, this.#choosing.at));
          this.#list.draw();
        }
      }
    });
    this.#filter.value = String(kept.get('filter') ?? '');
    this.#group = h(
      'button',
      {
        'aria-pressed': 'false',
        title: trans.__('Group runs by operation'),
        onclick: () => heard.grouped(!this.#isGrouped)
      },
      trans.__('Group')
    );
    this.addClass('jp-GuildRuns');
    this.node.append(
      h('div.guild-above', null, this.#filter, this.#group),
      this.#fault,
      this.#empty,
      this.#list.element,
      this.doing.element,
      this.#count
    );
    this.#store.changed.connect(() => this.#draw());
    server.handshake.changed.connect(this.#begin, this);
  }

  override dispose(): void {
    this.#server.handshake.changed.disconnect(this.#begin, this);
    super.dispose();
  }

  /** The runs that an action is meant for. */
  get targets(): readonly RunRow[] {
    const { rows } = this.#store;
    return this.#choosing.targets.flatMap(id => rows.get(id) ?? []);
  }

  /** Take settings. */
  set(isGrouped: boolean, seconds: number): void {
    this.#feed.seconds = seconds;
    this.#isGrouped = isGrouped;
    this.#group.setAttribute('aria-pressed', String(isGrouped));
    this.#draw();
  }

  /** Do something to the chosen runs. */
  act(action: string, value?: string | boolean): Promise<boolean> {
    const runs = this.#choosing.targets;
    if (!runs.length) {
      return Promise.resolve(false);
    }
    return this.doing.act(value === undefined ? { action, runs } : { action, runs, value });
  }

  /** Choose a run, as soon as it is known, and look for it. */
  choose(run: string): void {
    this.#wanted = run;
    this.#feed.look();
    this.#draw();
  }

  /** Look for changes now. */
  refresh(): void {
    this.#feed.look(true);
  }

  protected override onResize(message: Widget.ResizeMessage): void {
    super.onResize(message);
    this.#list.draw();
  }

  protected onSeen(): void {
    this.#timer = setInterval(() => this.#list.draw(), TICK);
    this.#begin();
    this.#draw();
  }

  protected onUnseen(): void {
    clearInterval(this.#timer);
    this.#feed.stop();
  }

  /** Look for runs as long as the list is seen, and nothing is known to be wrong. */
  #begin(): void {
    const { kind } = this.#server.handshake.state;
    if (this.isSeen && (kind === 'ready' || kind === 'asking')) {
      this.#feed.start();
    } else {
      this.#feed.stop();
    }
  }

  #open(): void {
    const { line } = this.#choosing;
    if (line?.kind === 'run') {
      this.#heard.open(line.row);
    }
  }

  #fold(operation: string, isOpen: boolean): void {
    if (isOpen) {
      this.#folded.delete(operation);
    } else {
      this.#folded.add(operation);
    }
    this.#kept.set('folded', [...this.#folded]);
    this.#draw();
  }

  /** Draw with the next frame: many changes may come at once. */
  #draw(): void {
    if (!this.#isDue && this.isSeen) {
      this.#isDue = true;
      requestAnimationFrame(() => {
        this.#isDue = false;
        this.#show();
      });
    }
  }

  #show(): void {
    const { rows, isKnown } = this.#store;
    const filter = this.#filter.value;
    const found = chosen(rows.values(), filter);
    const lines = linesOf(found, { filter, isGrouped: this.#isGrouped, folded: this.#folded });
    this.#choosing.take(lines, rows);
    if (this.#wanted && this.#choosing.choose(this.#wanted)) {
      this.#wanted = '';
    }
    this.#list.show(lines, telling(found));
    this.#empty.hidden = found.length > 0 || !isKnown;
    this.#empty.textContent = rows.size
      ? this.#trans.__('No run has all these words.')
      : this.#trans.__('There are no runs yet. They appear here as soon as one is started.');
    this.#sum(found.length);
  }

  #sum(found = -1): void {
    const { rows, total, isKnown } = this.#store;
    const trans = this.#trans;
    const shown = found < 0 ? chosen(rows.values(), this.#filter.value).length : found;
    const count =
      shown === total
        ? trans._n('%1 run', '%1 runs', total)
        : trans.__('%1 of %2 runs', String(shown), String(total));
    const coming = rows.size < total ? trans.__('%1 read', String(rows.size)) : '';
    const { size } = this.#choosing.chosen;
    const isChosen = size ? trans.__('%1 chosen', String(size)) : '';
    this.#count.textContent = isKnown ? [count, coming, isChosen].filter(Boolean).join(' · ') : '';
  }

  #tell(fault: unknown): void {
    // That the server is not there is said above all sections.
    const isOurs = fault instanceof HostError && this.#server.handshake.isReady;
    this.#fault.hidden = !isOurs;
    this.#fault.textContent = isOurs ? clean(sentenceOf(fault)) : '';
  }
}
