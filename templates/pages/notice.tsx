import type { Child } from 'hono/jsx';
import type { PageHead } from './layout.js';

const NOTICES = {
  notFound: {
    title: 'Nothing is here',
    said: 'The address may be mistyped, or what was here is no longer kept.',
  },
  refused: {
    title: 'This could not be read',
    said: 'What came did not have the form that was expected. Go back, reload the page, and try again.',
  },
  tooLarge: {
    title: 'This is too long',
    said: 'What was sent is longer than anything that is asked for. Go back, shorten it, and try again.',
  },
  failed: {
    title: 'Something went wrong here',
    said: 'It is not your doing. Please try again in a minute: doing it once more does no harm.',
  },
} as const;

/** A plain page that says what is the matter and what to do: its head, and its body for `page`. */
export function notice(kind: keyof typeof NOTICES): [PageHead, Child] {
  const { title, said } = NOTICES[kind];
  return plainNotice(title, <p>{said}</p>);
}

/** A plain page of one heading and a few words: its head, and its body for `page`. */
export function plainNotice(title: string, said: Child): [PageHead, Child] {
  return [
    { title },
    <article class="notice-page">
      <h1>{title}</h1>
      {said}
      <p>
        <a href="/">Go to the latest edition</a>
      </p>
    </article>,
  ];
}
