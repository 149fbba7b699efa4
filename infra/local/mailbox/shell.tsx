import { html, raw } from 'hono/html';
import type { Child } from 'hono/jsx';

const STYLE = `
:root {
  color-scheme: light dark;
  --paper: #faf9f7; --card: #ffffff; --ink: #1d1c1a; --soft: #66625b; --line: #e4e0d9;
  --accent: #8a3b12; --wash: #f3eee7;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #161513; --card: #1e1d1a; --ink: #ece9e3; --soft: #a19c92; --line: #34322d;
    --accent: #f0a36f; --wash: #292621;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--paper); color: var(--ink);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
}
a { color: inherit; }
a:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
main { max-width: 60rem; margin: 0 auto; padding: 2.5rem 1.25rem 4rem; }
h1 { font-size: 1.6rem; line-height: 1.25; letter-spacing: -0.01em; margin: 0; text-wrap: balance; }
h2 { font-size: 0.8rem; font-weight: 600; color: var(--soft); margin: 2rem 0 0.6rem; }
p { margin: 0.4rem 0; }
.soft { color: var(--soft); }
code, pre { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: 0.84rem; }
code { background: var(--wash); padding: 0.15em 0.4em; border-radius: 5px; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 12px; overflow: hidden; }
.mails { list-style: none; margin: 0; padding: 0; }
.mails li + li { border-top: 1px solid var(--line); }
.mails a {
  display: grid; grid-template-columns: minmax(9rem, 18rem) 1fr auto; gap: 0 1.25rem; align-items: baseline;
  padding: 0.8rem 1.1rem; text-decoration: none;
}
.mails a:hover { background: var(--wash); }
.mails a > * { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.mails .to { font-weight: 600; }
.mails time { color: var(--soft); font-variant-numeric: tabular-nums; font-size: 0.9rem; }
.pager { display: flex; justify-content: space-between; margin-top: 1rem; }
.empty { padding: 1.5rem; margin-top: 1.5rem; }
.empty p { max-width: 36rem; }
.wide main { max-width: none; padding: 0; display: flex; flex-direction: column; height: 100vh; height: 100dvh; }
.top { padding: 1rem 1.5rem 0; background: var(--card); border-bottom: 1px solid var(--line); }
.top .line { display: flex; justify-content: space-between; gap: 1rem; font-size: 0.9rem; margin-bottom: 0.5rem; }
.top h1 { font-size: 1.25rem; }
.top .line nav { display: flex; gap: 1rem; }
.top .bars { display: flex; flex-wrap: wrap; gap: 0 2.25rem; margin-top: 0.5rem; }
.top .bars nav:first-child { margin-right: auto; }
.bar { display: flex; gap: 1.25rem; font-size: 0.92rem; }
.bar a { text-decoration: none; color: var(--soft); padding: 0.5rem 0; border-bottom: 2px solid transparent; }
.bar a:hover { color: var(--ink); }
.bar a[aria-current] { color: var(--ink); font-weight: 600; border-color: var(--accent); }
.stage { flex: 1; min-height: 0; overflow: auto; background: var(--wash); display: flex; justify-content: center; }
.stage iframe { border: 0; width: 100%; height: 100%; background: Canvas; }
.stage iframe.phone { width: 390px; box-shadow: 0 0 0 1px var(--line); }
.stage iframe.light { color-scheme: light; }
.stage iframe.dark { color-scheme: dark; }
.stage pre, .stage .sheet {
  margin: 0; padding: 1.5rem; width: 100%; max-width: 62rem; min-height: 100%; height: max-content;
  background: var(--card);
}
.stage pre { white-space: pre-wrap; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; font-size: 0.92rem; }
th, td { text-align: left; vertical-align: top; padding: 0.4rem 1rem 0.4rem 0; border-top: 1px solid var(--line); }
th { font-weight: 600; width: 13rem; min-width: 13rem; overflow-wrap: anywhere; }
td { overflow-wrap: anywhere; }
.sheet h2:first-child { margin-top: 0; }
@media (max-width: 40rem) {
  .mails a { grid-template-columns: 1fr auto; }
  .mails .subject { grid-column: 1 / -1; grid-row: 2; white-space: normal; }
  main { padding-top: 1.5rem; }
  .top { padding: 0.8rem 1rem 0; }
  th, td { display: block; width: auto; padding-right: 0; }
  td { border: 0; padding-top: 0; }
}
`;

/** A whole page. `wide` fills the window, for one mail. */
export function page(title: string, body: Child, wide = false) {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${raw(STYLE)}</style>
</head>
<body class="${wide ? 'wide' : ''}"><main>${body}</main></body>
</html>`;
}
