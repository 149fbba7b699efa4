import type { Child } from 'hono/jsx';

/** What is wrong with a field, beside it, so that whoever cannot see it is told as well. */
export function Problem({ of, said }: { of: string; said: string | undefined }) {
  if (said === undefined) return null;
  return (
    <p class="problem" id={`${of}-problem`}>
      {said}
    </p>
  );
}

/** The attributes that tie a field to its hint and its problem. */
export function told(
  name: string,
  { hint = false, problem }: { hint?: boolean; problem?: string | undefined },
) {
  const by = [...(hint ? [`${name}-hint`] : []), ...(problem === undefined ? [] : [`${name}-problem`])];
  return {
    ...(by.length > 0 && { 'aria-describedby': by.join(' ') }),
    ...(problem !== undefined && { 'aria-invalid': 'true' as const }),
  };
}

/** A group of choices of which one is taken; each with a word and what it means. */
export function Choices(props: {
  name: string;
  legend: string;
  chosen: string;
  choices: readonly { value: string; word: string; means?: string }[];
}) {
  return (
    <fieldset class="choices">
      <legend>{props.legend}</legend>
      {props.choices.map(({ value, word, means }) => (
        <label class="choice">
          <input type="radio" name={props.name} value={value} checked={value === props.chosen} />
          <span>
            <b>{word}</b>
            {means !== undefined && <span class="soft"> {means}</span>}
          </span>
        </label>
      ))}
    </fieldset>
  );
}

/** A text area of one thing on each line. */
export function Lines(props: {
  name: string;
  label: string;
  hint: string;
  lines: readonly string[];
  problem?: string | undefined;
  placeholder?: string;
  rows?: number;
}) {
  const { name, problem } = props;
  return (
    <div class="field">
      <label for={name}>{props.label}</label>
      <p class="hint" id={`${name}-hint`}>
        {props.hint}
      </p>
      <textarea
        id={name}
        name={name}
        rows={props.rows ?? 3}
        placeholder={props.placeholder}
        {...told(name, { hint: true, problem })}
      >
        {props.lines.length > 0 ? `\n${props.lines.join('\n')}` : ''}
      </textarea>
      <Problem of={name} said={problem} />
    </div>
  );
}

/** A drop-down of which one is taken. */
export function Select(props: {
  name: string;
  label: string;
  chosen: string;
  options: readonly { value: string; word: string }[];
}) {
  return (
    <div class="field short">
      <label for={props.name}>{props.label}</label>
      <select id={props.name} name={props.name}>
        {props.options.map(({ value, word }) => (
          <option value={value} selected={value === props.chosen}>
            {word}
          </option>
        ))}
      </select>
    </div>
  );
}

/** What all pages of one reader share: the way to the others, where the link that was opened leads to them. */
export function ReaderNav({ links, here }: { links: ReaderPaths; here: keyof ReaderPaths }) {
  const words: Record<keyof ReaderPaths, string> = {
    preferences: 'Preferences',
    taste: 'What shapes it',
    digests: 'My digests',
    data: 'My data',
    leave: 'Leave',
  };
  const names = Object.keys(words) as (keyof ReaderPaths)[];
  return (
    <nav class="tabs" aria-label="Your digest">
      {names.map((name) => (
        <a href={links[name]} {...(name === here && { 'aria-current': 'page' as const })}>
          {words[name]}
        </a>
      ))}
    </nav>
  );
}

export type ReaderPaths = Record<'preferences' | 'taste' | 'digests' | 'data' | 'leave', string>;

/** A page of one reader: a heading, what was just done, and the rest. */
export function ReaderPage(props: {
  title: string;
  nav?: Child;
  done?: Child | undefined;
  children?: Child;
}) {
  return (
    <article class="reader">
      {props.nav}
      <h1>{props.title}</h1>
      {props.done !== undefined && (
        <p class="done" role="status">
          {props.done}
        </p>
      )}
      {props.children}
    </article>
  );
}
