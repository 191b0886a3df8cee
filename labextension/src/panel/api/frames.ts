/**
 * Messages as they cross the stream: text where there are no buffers, else bytes.
 *
 * Bytes are the length of the JSON (32 bits, the least first), the JSON, whose member `buffers`
 * tells their lengths, and the buffers; each of them begins at a multiple of eight.
 */

import type { Message } from '../../components/shared/host';

const STEP = 8;
const HEAD = 4;

/** Read a message; throws an Error where it is torn. */
export function decoded(data: string | ArrayBuffer): Message {
  if (typeof data === 'string') {
    return { content: plain(data), buffers: [] };
  }
  if (data.byteLength < HEAD) {
    throw new Error('a message is torn: it has no head');
  }
  const length = new DataView(data).getUint32(0, true);
  if (HEAD + length > data.byteLength) {
    throw new Error('a message is torn: its text is cut off');
  }
  const text = new TextDecoder('utf-8', { fatal: true }).decode(
    new Uint8Array(data, HEAD, length)
  );
  const { buffers: lengths, ...content } = plain(text);
  const buffers: DataView[] = [];
  let start = padded(HEAD + length);
  for (const size of Array.isArray(lengths) ? (lengths as unknown[]) : []) {
    if (!Number.isInteger(size) || (size as number) < 0) {
      throw new Error('a message is torn: a length is none');
    }
    if (start + (size as number) > data.byteLength) {
      throw new Error('a message is torn: a buffer is cut off');
    }
    buffers.push(new DataView(data, start, size as number));
    start = padded(start + (size as number));
  }
  return { content, buffers };
}

/** Write a message, as the other side does. */
export function encoded(message: Message): string | ArrayBuffer {
  if (!message.buffers.length) {
    return JSON.stringify(message.content);
  }
  const buffers = message.buffers.map(one => one.byteLength);
  const text = new TextEncoder().encode(JSON.stringify({ ...message.content, buffers }));
  const starts: number[] = [];
  let end = padded(HEAD + text.length);
  for (const size of buffers) {
    starts.push(end);
    end = padded(end + size);
  }
  const bytes = new Uint8Array(end);
  new DataView(bytes.buffer).setUint32(0, text.length, true);
  bytes.set(text, HEAD);
  message.buffers.forEach((one, index) => {
    bytes.set(new Uint8Array(one.buffer, one.byteOffset, one.byteLength), starts[index]);
  });
  return bytes.buffer;
}

function padded(position: number): number {
  return Math.ceil(position / STEP) * STEP;
}

function plain(text: string): { [name: string]: unknown } {
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Error('a message is no object');
  }
  return value as { [name: string]: unknown };
}
