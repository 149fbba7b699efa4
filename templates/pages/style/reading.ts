import { storyColours } from '../../theme.js';

const asClasses = (colours: readonly string[]) =>
  colours.map((colour, number) => `.c${number}{--c:${colour}}`).join('');

/** Editions, papers, lists, the picture. */
export const reading = `
:root{--c:var(--muted)}
${asClasses(storyColours.light)}
@media (prefers-color-scheme:dark){${asClasses(storyColours.dark)}}
.columns{display:grid;grid-template:auto 1fr/minmax(0,44rem) minmax(0,22rem);gap:0 3.5rem;justify-content:space-between}
.columns>.reading{grid-area:1/1/span 2}
.columns>.overview{grid-area:1/2}
.columns>aside{grid-column:2}
.story{background:var(--panel);border-left:4px solid var(--c);padding:1.6rem 1.75rem .4rem;margin:0 0 2.25rem}
.kicker{margin:0 0 .3rem;font-size:.82rem;font-weight:700;color:var(--c)}
.story h2{font-size:1.7rem}
.field{margin:0 0 2.25rem}
.field>h2{padding-bottom:.7rem}
.field>h2 a,h3 a{color:var(--ink);text-decoration:none}
.field>h2 a:hover,h3 a:hover{text-decoration:underline}
.paper{border-top:1px solid var(--rule);padding:1.25rem 0 1.1rem}
.paper h3{font-size:1.2rem;line-height:1.3}
.paper p{margin:.45rem 0}
.paper .meta{margin:0 0 .35rem}
.paper .authors{margin:.25rem 0 0}
.why{color:var(--accent)}
.links{display:flex;flex-wrap:wrap;gap:.1rem 1.3rem;font-size:.92rem;align-items:baseline}
summary{cursor:pointer;color:var(--accent)}
.links details[open]{flex-basis:100%}
.links details p{margin:.5rem 0 0;font-size:1rem;color:var(--ink)}
.rest{border-top:1px solid var(--rule);padding:.9rem 0;margin:0;font-weight:600}
.overview{margin:0 0 1.5rem}
.picture{display:block;width:100%;background:var(--panel);border-radius:10px}
.picture circle{fill:var(--c);stroke:var(--panel);stroke-width:1;opacity:.9}
.picture circle:not([class]){opacity:.5}
.picture .ring{fill:var(--panel);stroke:var(--c);stroke-width:2.5}
.picture a:hover circle{stroke:var(--ink);stroke-width:2;opacity:1}
.far{stroke:var(--c);stroke-linecap:round}
.far:not([class*=" "]){opacity:.35}
.hole{stroke:var(--panel)}
.more ul{columns:2 16rem;column-gap:2rem}
.more li{break-inside:avoid;margin:0 0 .55rem;line-height:1.4}
.overview ul,.near ul,.topics ul,.more ul{list-style:none;padding:0}
.overview ul{font-size:.92rem;line-height:1.4}
.overview li{margin:.5rem 0;padding-left:1.25rem}
.overview .dot{float:left;width:.65rem;height:.65rem;margin:.33rem 0 0 -1.25rem;border-radius:50%;background:var(--c)}
.overview .ring{background:none;border:3px solid var(--c)}
.overview li a{color:var(--ink);text-decoration:none}
.overview li a:hover{text-decoration:underline}
.overview .of-field{padding:0;margin:.3rem 0}
.dot+a{margin-right:.2rem}
.overview p{font-size:.88rem}
.single{padding-top:2rem}
.single .top{padding-top:0}
article.reading>h1{font-size:clamp(1.7rem,4vw,2.2rem)}
article.reading>h2,section>h2{margin-top:0}
article.reading>h2,#bibtex{margin-top:2rem}
.back{margin:0 0 .8rem;font-size:.94rem}
.lead{font:1.2rem/1.5 var(--serif);margin:1.4rem 0 .4rem}
.made{display:flex;flex-wrap:wrap;gap:0 1rem;font-size:.82rem;align-items:baseline}
.made p{margin:0}
blockquote{margin:.5rem 0;padding-left:1rem;border-left:3px solid var(--rule);color:var(--muted)}
pre{background:var(--panel);border-radius:6px;padding:1rem 1.2rem;font:.84rem/1.5 ui-monospace,Menlo,Consolas,monospace;white-space:pre-wrap;overflow-wrap:anywhere;user-select:all}
.near h2{font-size:1.2rem}
.near li{margin:.9rem 0;line-height:1.35}
.near a{font-family:var(--serif);font-weight:700;color:var(--ink);text-decoration:none}
.near a:hover{text-decoration:underline}
.near span{display:block;font-size:.85rem;margin-top:.15rem}
.topics{columns:3 18rem;column-gap:3rem}
.topics section{margin-bottom:1.75rem}
.topics section{break-inside:avoid-column}
.topics h2{font-size:1.15rem}
.past{border-top:1px solid var(--rule);padding:1.2rem 0}
.past ul{padding-left:1.2rem}
@media (max-width:60rem){
 .columns{display:block}
}
@media (max-width:46rem){
 .overview li:nth-child(n+9),.overview .of-field{display:none}
 .story{margin:0 -1.25rem 2rem;padding:1.4rem 1.25rem .3rem;border-left:0;border-top:4px solid var(--c)}
 .story h2{font-size:1.5rem}
}
`;
