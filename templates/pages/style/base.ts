/** What every page shares: type, links, header, footer, buttons. */
export const base = `
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);font:16px/1.6 var(--sans)}
a{color:var(--accent);text-underline-offset:2px}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px;border-radius:3px}
h1,h2,h3{font-family:var(--serif);letter-spacing:-.01em;line-height:1.22;margin:0;text-wrap:balance}
.skip{position:absolute;left:-999px}
.skip:focus{left:1rem;top:.5rem;background:var(--sheet);padding:.5rem 1rem;z-index:1}
.inner,main{max-width:60rem;margin:0 auto;padding:0 1.25rem}
.soft{color:var(--muted)}
input,select,textarea,button{font:inherit;color:inherit}
button,.button{display:inline-block;background:var(--accent);color:var(--sheet);border:1px solid var(--accent);border-radius:6px;padding:.5rem 1.1rem;cursor:pointer;text-decoration:none;font-weight:600}
`;
