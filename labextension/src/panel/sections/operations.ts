/** The section 'Operations': those of the project of the notebook or folder that is open. */

import type { TranslationBundle } from '@jupyterlab/translation';

import { clean, fill, h } from '../../components/shared/dom';
import { HostError } from '../../components/shared/host';
import { useSheet } from '../../components/shared/sheets';
import type { PlanAnswer } from '../../wire/api_plan';
import type { ProjectOperation } from '../../wire/api_project';
import type { StartedAnswer } from '../../wire/api_started';
import { sentenceOf } from '../api/fault';
import { Beginning } from '../operations/beginning';
import type { Drafts } from '../operations/drafts';
import { faultsOf } from '../operations/faults';
import { ProjectFeed } from '../operations/feed';
import { OperationForm } from '../operations/form';
import { OperationList } from '../operations/list';
import css from '../operations/operations.css';
import type { Whereabouts } from '../operations/place';
import type { Unsaved } from '../operations/unsaved';
import { Seen } from '../seen';
import type { IGuildServer } from '../tokens';

/** What the section is given of the page, and has others do. */
export interface OperationsWorks {
  readonly server: IGuildServer;
  readonly here: Whereabouts;
  readonly unsaved: Unsaved;
  readonly drafts: Drafts;
  /** A run was started: have it seen. */
  started(run: string): void;
  /** Open the tab of a run. */
  openRun(run: string): void;
  /** Go to a line of a file. */
  openFile(path: string, line: number | null): void;
  /** Put a line into the notebook; tells whether there is one. */
  insert(line: string): boolean;
}

export class OperationsSection extends Seen {
  readonly #works: OperationsWorks;
  readonly #trans: TranslationBundle;
  readonly #feed: ProjectFeed;
  readonly #list: OperationList;
  readonly #beginning: Beginning;
  readonly #where = h('div.guild-where');
  readonly #faults = h('div.guild-faults');
  readonly #focused = (): void => this.#feed.look();

  constructor(works: OperationsWorks, trans: TranslationBundle) {
    super();
    this.#works = works;
    this.#trans = trans;
    this.#feed = new ProjectFeed(works.server);
    this.#list = new OperationList(
      (operation, project) => this.#formOf(operation, project),
      operation => this.choose(operation),
      trans
    );
    this.#beginning = new Beginning(async name => {
      const { project } = await this.#feed.make(name);
      if (project) {
        works.openFile(project.file, null);
      }
    }, trans);
    this.addClass('jp-GuildOperations');
    this.node.append(this.#where, this.#faults, this.#beginning.element, this.#list.element);
    this.node.addEventListener('focusin', () => works.unsaved.look());
    this.#feed.changed.connect(this.#show, this);
    works.here.changed.connect(this.#follow, this);
    works.unsaved.changed.connect(this.#warn, this);
  }

  override dispose(): void {
    this.#works.here.changed.disconnect(this.#follow, this);
    this.#works.unsaved.changed.disconnect(this.#warn, this);
    this.#works.unsaved.watch([]);
    this.#feed.dispose();
    super.dispose();
  }

  /** Open the form of an operation; undefined closes it. */
  choose(operation: string | undefined): void {
    const project = this.#feed.answer?.project;
    if (project) {
      this.#works.drafts.setOpen(project.path, operation);
      this.#show();
    }
  }

  /** Show what was kept, and look again. */
  refresh(): void {
    this.#show();
    this.#feed.look();
  }

  /** A file was written: look again if something here depends on it. */
  written(path: string): void {
    const answer = this.#feed.answer;
    const isGuildFile = /(^|\/)guild\.ya?ml$/.test(path) || path === answer?.project?.file;
    const isFaulty = answer?.faults.some(({ file }) => file === path);
    if (isGuildFile || isFaulty || answer?.operations.some(({ source }) => source === path)) {
      this.#feed.look();
    }
  }

  protected onSeen(): void {
    useSheet(this.node, css);
    window.addEventListener('focus', this.#focused);
    this.#follow();
    this.#works.unsaved.look();
  }

  protected onUnseen(): void {
    window.removeEventListener('focus', this.#focused);
    this.#feed.stop();
  }

  #follow(): void {
    const { place } = this.#works.here;
    this.#list.form?.hasNotebook(place.isNotebook);
    this.#list.form?.interpreter.follow(place.kernelspec);
    if (this.isSeen) {
      this.#feed.start(place.path);
    }
  }

  #formOf(operation: ProjectOperation, project: string): OperationForm {
    const { drafts, insert, openRun, server, started } = this.#works;
    const doubted = <T>(asked: Promise<T>): Promise<T> =>
      asked.catch((fault: unknown) => {
        server.handshake.doubt(fault);
        throw fault;
      });
    return new OperationForm(
      operation,
      project,
      drafts,
      {
        plan: request => doubted(server.rest.post<PlanAnswer>('plans', { ...request })),
        run: async request => {
          const answer = await doubted(server.rest.post<StartedAnswer>('runs', { ...request }));
          started(answer.run.id);
          return answer;
        },
        open: openRun,
        insert
      },
      this.#trans
    );
  }

  #show(): void {
    const { answer, fault } = this.#feed;
    const trans = this.#trans;
    const project = answer?.project ?? null;
    const isOurs = fault instanceof HostError && this.#works.server.handshake.isReady;
    const told = isOurs ? [h('div.guild-fault', { role: 'alert' }, clean(sentenceOf(fault)))] : [];
    const found = faultsOf(answer?.faults ?? [], this.#works.openFile, trans);
    fill(this.#faults, ...told, ...found);
    fill(
      this.#where,
      project
        ? h('span', { title: project.file }, trans.__('Project %1', clean(project.name)))
        : null
    );
    this.#where.hidden = !project;
    this.#beginning.element.hidden = !answer || project !== null || isOurs;
    this.#beginning.show(answer?.folder ?? '');
    const { drafts, here, unsaved } = this.#works;
    const open = project ? drafts.open(project.path) : undefined;
    this.#list.show(project ? (answer?.operations ?? []) : [], project?.path ?? '', open);
    const { form } = this.#list;
    if (answer && project && form) {
      form.hasNotebook(here.place.isNotebook);
      form.interpreter.take(answer.interpreters, answer.python);
      form.interpreter.follow(here.place.kernelspec);
    }
    const source = form?.source;
    unsaved.watch(project ? [project.file, ...(source ? [source] : [])] : []);
    this.#warn();
  }

  #warn(): void {
    const { unsaved } = this.#works;
    this.#list.form?.warn(unsaved.paths, path => void unsaved.save(path));
  }
}
