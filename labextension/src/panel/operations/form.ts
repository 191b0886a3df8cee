/** The form of an operation: its flags, the run's label, tags and Python, and what is done. */

import type { TranslationBundle } from '@jupyterlab/translation';

import { clean, fill, h } from '../../components/shared/dom';
import { HostError } from '../../components/shared/host';
import type { PlanAnswer } from '../../wire/api_plan';
import type { ProjectOperation } from '../../wire/api_project';
import type { RunRequest } from '../../wire/api_run_request';
import type { StartedAnswer } from '../../wire/api_started';
import { ServerFault, saidOf, sentenceOf } from '../api/fault';
import type { Draft, Drafts } from './drafts';
import { Field } from './field';
import { Interpreter } from './interpreter';
import { Preview } from './preview';
import { textField } from './text_field';
import { warningsOf } from './warnings';
import { lineOf, requestOf } from './words';

/** How long a field may be left before what it has is looked at. */
const PAUSE = 250;

/** What a form has others do. */
export interface FormHeard {
  /** Tell what would be run; rejects with the fault. */
  plan(request: RunRequest): Promise<PlanAnswer>;
  /** Start a run; rejects with the fault. */
  run(request: RunRequest): Promise<StartedAnswer>;
  /** Open the tab of a run. */
  open(run: string): void;
  /** Put a line into the notebook; tells whether there is one. */
  insert(line: string): boolean;
}

let count = 0;

export class OperationForm {
  readonly element: HTMLElement;
  readonly interpreter: Interpreter;
  readonly #operation: ProjectOperation;
  readonly #project: string;
  readonly #drafts: Drafts;
  readonly #heard: FormHeard;
  readonly #trans: TranslationBundle;
  readonly #fields: readonly Field[];
  readonly #above = h('div.guild-unsaved', { hidden: true, role: 'status' });
  readonly #problem = h('div.guild-fault', { role: 'alert', hidden: true });
  readonly #said = h('div.guild-said', { role: 'status', hidden: true });
  readonly #preview: Preview;
  readonly #insert: HTMLButtonElement;
  readonly #reset: HTMLButtonElement;
  readonly #actions: readonly HTMLButtonElement[];
  readonly #own: readonly HTMLInputElement[];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked = 0;
  #isBusy = false;

  /** `project` is the folder of the project as Jupyter shows it. */
  constructor(
    operation: ProjectOperation,
    project: string,
    drafts: Drafts,
    heard: FormHeard,
    trans: TranslationBundle
  ) {
    this.#operation = operation;
    this.#project = project;
    this.#drafts = drafts;
    this.#heard = heard;
    this.#trans = trans;
    this.#preview = new Preview(trans);
    count += 1;
    const id = `guild-operation-${count}`;
    const { flags } = this.draft;
    this.#fields = operation.flags.map((flag, index) => {
      const typed = (text: string | undefined): void => {
        drafts.setFlag(project, operation.name, flag.name, text, flag.is_secret);
        this.#edited();
      };
      const committed = (): void => this.#later();
      const fieldHeard = { typed, committed };
      return new Field(flag, `${id}-flag-${index}`, flags[flag.name], fieldHeard, trans);
    });
    this.interpreter = new Interpreter(
      `${id}-python`,
      this.draft.kernelspec,
      kernelspec => {
        this.#set({ kernelspec });
        this.#later();
      },
      trans
    );
    const label = textField(`${id}-label`, trans.__('Label'), this.draft.label, '', value =>
      this.#set({ label: value })
    );
    const help = trans.__('Several with commas between them.');
    const tags = textField(`${id}-tags`, trans.__('Tags'), this.draft.tags, help, value =>
      this.#set({ tags: value })
    );
    this.#own = [label.input, tags.input];
    const run = h(
      'button.guild-run',
      { type: 'button', title: trans.__('Run (Ctrl+Enter)'), onclick: () => void this.run() },
      trans.__('Run')
    );
    const preview = h(
      'button',
      { type: 'button', onclick: () => void this.preview() },
      trans.__('Preview')
    );
    this.#insert = h(
      'button',
      { type: 'button', onclick: () => this.#intoCell() },
      trans.__('Insert as cell')
    );
    this.#reset = h(
      'button.guild-quiet',
      {
        type: 'button',
        title: trans.__('Back to the defaults'),
        onclick: () => this.#toDefaults()
      },
      trans.__('Reset')
    );
    this.#actions = [run, preview];
    this.element = h(
      'form.guild-form',
      {
        id,
        novalidate: true,
        'aria-label': clean(trans.__('Run %1', operation.name)),
        // Enter in a field starts nothing by surprise.
        onsubmit: (event: Event) => event.preventDefault(),
        onkeydown: (event: KeyboardEvent) => this.#keys(event)
      },
      operation.notes.length
        ? h('div.guild-notes', null, ...operation.notes.map(note => h('p', null, clean(note))))
        : null,
      this.#fields.length
        ? h('div.guild-fields', null, ...this.#fields.map(field => field.element))
        : h('p.guild-help', null, trans.__('It has no flags.')),
      h('div.guild-fields', null, this.interpreter.element, label.element, tags.element),
      h(
        'div.guild-foot',
        null,
        this.#above,
        this.#problem,
        this.#said,
        h('div.guild-actions', null, run, preview, this.#insert, this.#reset)
      ),
      this.#preview.element
    );
    this.#draw();
  }

  get draft(): Draft {
    return this.#drafts.of(this.#project, this.#operation.name);
  }

  /** The files on which a run depends that a reader may be writing. */
  get source(): string {
    return this.#operation.source;
  }

  /** Say whether there is a notebook to put a cell into. */
  hasNotebook(is: boolean): void {
    this.#insert.disabled = !is;
    this.#insert.title = is
      ? this.#trans.__('Put this run into the notebook, below the active cell')
      : this.#trans.__('Open a notebook first');
  }

  /** Say which files have changes that are not saved. */
  warn(paths: readonly string[], save: (path: string) => void): void {
    this.#above.hidden = paths.length === 0;
    fill(this.#above, ...warningsOf(paths, save, this.#trans));
  }

  /** Start the run. */
  async run(): Promise<void> {
    if (this.#isBusy || !this.#isComplete()) {
      return;
    }
    this.#busy(true);
    try {
      const { run, notes } = await this.#heard.run(this.#request);
      this.#clear();
      const open = h(
        'button.guild-quiet',
        { type: 'button', onclick: () => this.#heard.open(run.id) },
        this.#trans.__('Open')
      );
      const text = this.#trans.__('Started as run %1.', run.short_id);
      this.#say([text, ...notes].join(' '), open);
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#busy(false);
    }
  }

  /** Show what would be run, below. */
  async preview(): Promise<void> {
    if (this.#isBusy || !this.#isComplete()) {
      return;
    }
    this.#busy(true);
    try {
      const plan = await this.#heard.plan(this.#request);
      this.#clear();
      this.#preview.show(plan);
      this.#preview.element.scrollIntoView?.({ block: 'nearest' });
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#busy(false);
    }
  }

  get #request(): RunRequest {
    const { name } = this.#operation;
    return requestOf(this.#project, name, this.draft, this.interpreter.value);
  }

  #set(part: Partial<Draft>): void {
    this.#drafts.set(this.#project, this.#operation.name, part);
    this.#edited();
  }

  #keys(event: KeyboardEvent): void {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !event.shiftKey) {
      event.preventDefault();
      event.stopPropagation();
      void this.run();
    }
  }

  #edited(): void {
    this.#asked += 1; // an answer on its way is about what was there before
    this.#said.hidden = true;
    this.#draw();
  }

  #draw(): void {
    const { flags, label, tags, kernelspec } = this.draft;
    this.#reset.hidden = !Object.keys(flags).length && !label && !tags && kernelspec === undefined;
  }

  /** Look at what was typed when the reader goes on. */
  #later(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#check(), PAUSE);
  }

  async #check(): Promise<void> {
    this.#asked += 1;
    const asked = this.#asked;
    const isLatest = (): boolean => asked === this.#asked && !this.#isBusy;
    if (this.#fields.some(field => field.ownProblem)) {
      this.#isComplete(false);
      return;
    }
    try {
      const plan = await this.#heard.plan(this.#request);
      if (isLatest()) {
        this.#clear();
        if (!this.#preview.element.hidden) {
          this.#preview.show(plan);
        }
      }
    } catch (error) {
      if (isLatest()) {
        this.#clear();
        if (error instanceof ServerFault && error.flags.length) {
          this.#atFields(error, false);
        }
      }
    }
  }

  /** Tell whether the page itself knows nothing wrong. */
  #isComplete(isToGo = true): boolean {
    const wrong = this.#fields.filter(field => field.ownProblem);
    for (const field of this.#fields) {
      field.tell(field.ownProblem);
    }
    if (isToGo) {
      wrong[0]?.focus();
    }
    return wrong.length === 0;
  }

  #fail(error: unknown): void {
    this.#clear();
    if (error instanceof ServerFault && error.flags.length && this.#atFields(error, true)) {
      return;
    }
    const said = saidOf(error, this.#trans.__('That could not be done'));
    const isAway = error instanceof ServerFault && error.kind === 'unreachable';
    const hint = isAway ? this.#trans.__('What you typed is kept: try again.') : said.hint;
    const more = hint ? h('p.guild-hint', null, clean(hint)) : null;
    fill(this.#problem, h('p', null, clean(said.message)), more);
    this.#problem.hidden = false;
  }

  /** Say an error at its fields; tells whether there were any. */
  #atFields(fault: ServerFault, isWanted: boolean): boolean {
    const about = this.#fields.filter(
      field => fault.flags.includes(field.flag.name) && (isWanted || field.isTouched)
    );
    const said = sentenceOf(fault);
    for (const field of about) {
      const isLacking = field.flag.required && field.text === undefined;
      field.tell(isLacking ? this.#trans.__('A value is required.') : said);
    }
    if (isWanted) {
      about[0]?.focus();
    }
    return about.length > 0;
  }

  #clear(): void {
    this.#problem.hidden = true;
    this.#said.hidden = true;
    this.#fields.forEach(field => field.tell(field.ownProblem));
  }

  #busy(isBusy: boolean): void {
    clearTimeout(this.#timer);
    this.#isBusy = isBusy;
    this.element.setAttribute('aria-busy', String(isBusy));
    // Not disabled: that would take the focus away from them.
    this.#actions.forEach(button => button.setAttribute('aria-disabled', String(isBusy)));
  }

  #say(text: string, more: HTMLElement | null): void {
    this.#said.hidden = false;
    fill(this.#said, h('span', null, clean(text)), more);
  }

  #intoCell(): void {
    const trans = this.#trans;
    const secret = this.#operation.flags.filter(flag => flag.is_secret).map(({ name }) => name);
    const line = lineOf(this.#operation.name, this.draft, new Set(secret));
    if (/[\r\n]/.test(line)) {
      this.#fail(
        new HostError(trans.__('A line of a cell cannot have values with line breaks'), '')
      );
      return;
    }
    const isThere = this.#heard.insert(line);
    const left = Object.keys(this.draft.flags).filter(name => secret.includes(name));
    const text = !isThere
      ? trans.__('Open a notebook first: there is none to put it into.')
      : left.length
        ? trans.__('Inserted as a cell, without the secret values of %1.', left.join(', '))
        : trans.__('Inserted as a cell.');
    this.#say(text, null);
  }

  #toDefaults(): void {
    this.#drafts.clear(this.#project, this.#operation.name);
    for (const field of this.#fields) {
      field.reset();
    }
    for (const input of this.#own) {
      input.value = '';
    }
    this.interpreter.reset();
    this.#clear();
    this.#edited();
    this.#actions[0]?.focus(); // the button for it is gone
  }
}
