/** What the server tells of the project of a place: asked while somebody looks, latest first. */

import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import type { ProjectAnswer } from '../../wire/api_project';
import type { IGuildServer } from '../tokens';

export class ProjectFeed {
  /** What was told last; null before that. */
  answer: ProjectAnswer | null = null;
  /** Why nothing could be told; null for nothing. */
  fault: unknown = null;
  readonly #server: IGuildServer;
  readonly #changed = new Signal<this, void>(this);
  #asked = 0;
  #told = '';
  #isOn = false;
  #path = '';

  constructor(server: IGuildServer) {
    this.#server = server;
    server.handshake.changed.connect(this.look, this);
  }

  dispose(): void {
    this.#server.handshake.changed.disconnect(this.look, this);
    this.stop();
  }

  /** Told when something is other than it was. */
  get changed(): ISignal<this, void> {
    return this.#changed;
  }

  /** Begin to look. */
  start(path: string): void {
    this.#isOn = true;
    this.#path = path;
    this.look();
  }

  /** Ask nothing any more, and take no answer. */
  stop(): void {
    this.#isOn = false;
    this.#asked += 1;
  }

  /** Ask again, if anybody looks. */
  look(): void {
    if (this.#isOn && this.#server.handshake.isReady) {
      void this.#ask();
    }
  }

  /** Make a project in the folder of the place, or in a new one within it. */
  async make(name: string): Promise<ProjectAnswer> {
    const path = this.answer?.folder ?? this.#path;
    const made = await this.#server.rest.post<ProjectAnswer>('project', {
      path,
      ...(name ? { name } : {})
    });
    this.look();
    return made;
  }

  async #ask(): Promise<void> {
    this.#asked += 1;
    const asked = this.#asked;
    try {
      const answer = await this.#server.rest.get<ProjectAnswer>('project', { path: this.#path });
      if (asked === this.#asked) {
        this.#take(answer, null);
      }
    } catch (fault) {
      if (asked === this.#asked) {
        this.#server.handshake.doubt(fault);
        this.#take(this.answer, fault);
      }
    }
  }

  #take(answer: ProjectAnswer | null, fault: unknown): void {
    const told = JSON.stringify([answer, fault ? String(fault) : '']);
    if (told !== this.#told) {
      this.#told = told;
      this.answer = answer;
      this.fault = fault;
      this.#changed.emit();
    }
  }
}
