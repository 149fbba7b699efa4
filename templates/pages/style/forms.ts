/** Forms: fields, choices and buttons of the readers' side, all within `.reader`. */
export const forms = `
html{scroll-padding-bottom:5.5rem}
.reader{max-width:46rem;padding:2.25rem 0 1rem}
.reader.narrow{max-width:36rem}
.reader h1{margin-bottom:1rem}
.reader h2{font-size:1.35rem;margin:2.25rem 0 .75rem}
.reader h3{font-size:1.08rem;margin:1.5rem 0 .5rem}
.reader .lead{font:1.15rem/1.5 var(--serif);margin:0 0 1rem}
.reader form{margin:1.25rem 0}
.reader .field{margin:0 0 1.4rem}
.reader fieldset{border:0;padding:0;margin:0 0 1.4rem;min-width:0}
.reader label,.reader legend{font-weight:600;padding:0}
.reader .hint{color:var(--muted);font-size:.92rem;margin:.1rem 0 .5rem}
.reader input:not([type=radio],[type=checkbox]),.reader textarea,.reader select{display:block;width:100%;margin-top:.25rem}
.reader textarea{resize:vertical;line-height:1.5}
.reader .short input{width:auto;min-width:9rem}
.reader .short select{width:auto;max-width:100%}
.reader .row{display:flex;flex-wrap:wrap;gap:0 1.5rem}
.reader input[aria-invalid],.reader textarea[aria-invalid]{border-color:var(--problem);box-shadow:0 0 0 1px var(--problem)}
.reader .problem{color:var(--problem);font-size:.94rem;font-weight:600;margin:.35rem 0 0}
.reader .problems,.reader .offer,.reader .warning,.reader .done{border-left:4px solid var(--accent);background:var(--panel);padding:.8rem 1.1rem;margin:1.25rem 0}
.reader .problems,.reader .warning{border-color:var(--problem)}
.reader .problems a{color:inherit}
.reader .problems p,.reader .problems ul,.reader .offer p{margin:.3rem 0}
.reader .done{font-weight:600}
.reader .choices{display:grid;gap:.1rem}
.reader .choices legend{margin-bottom:.35rem}
.reader .choice{display:flex;gap:.65rem;align-items:baseline;font-weight:400;padding:.28rem 0;cursor:pointer}
.reader .choice input{flex:none;width:1.05rem;height:1.05rem;margin:0;accent-color:var(--accent);transform:translateY(.16rem)}
.reader .choice b{font-weight:600}
.reader details.group{border-top:1px solid var(--rule)}
.reader details.group:last-of-type{border-bottom:1px solid var(--rule)}
.reader details>summary{padding:.65rem 0;font-weight:600;color:var(--ink)}
.reader details>summary::marker{color:var(--accent)}
.reader .ticks{display:grid;grid-template-columns:repeat(auto-fill,minmax(17rem,1fr));gap:0 1.5rem;padding:0 0 .9rem 1.1rem}
.reader .trap{position:absolute;left:-99rem}
.reader .actions{display:flex;flex-wrap:wrap;gap:.75rem;align-items:center}
.reader .actions form{margin:0}
form>.actions{position:sticky;bottom:0;background:var(--sheet);border-top:1px solid var(--rule);padding:.9rem 0}
.reader button.quiet,.reader .button.quiet{background:none;color:var(--accent)}
.reader button.grave{background:none;color:var(--problem);border-color:var(--problem)}
.reader button.link{background:none;border:0;color:var(--accent);padding:.15rem 0;font-weight:400;font-size:.92rem;text-decoration:underline;text-underline-offset:3px}
.reader .part{border-top:1px solid var(--rule);margin-top:1.75rem}
.reader .part h2{margin-top:1.5rem}
.reader .aside{margin-top:2rem}
.reader .weights{list-style:none;padding:0;margin:0}
.reader .weights li{display:flex;flex-wrap:wrap;align-items:center;justify-content:space-between;gap:.25rem 1rem;padding:.4rem 0;border-bottom:1px solid var(--rule)}
.reader .weights li>span{flex:1 1 14rem;overflow-wrap:anywhere}
.reader .weights select{width:auto;margin:0}
.tabs{display:flex;flex-wrap:wrap;gap:.1rem 1.4rem;border-bottom:1px solid var(--rule);margin:0 0 2rem;font-size:.95rem}
.tabs a{color:var(--muted);text-decoration:none;padding:.5rem 0;border-bottom:3px solid transparent;margin-bottom:-1px}
.tabs a:hover{color:var(--ink)}
.tabs a[aria-current]{color:var(--ink);font-weight:600;border-color:var(--accent)}
.preview{background:var(--panel);border-radius:10px;padding:.1rem 1.4rem 1rem;margin:1.5rem 0}
.preview h2{margin-top:1.1rem}
.preview details{border-top:1px solid var(--rule)}
.preview summary .soft{font-weight:400}
.preview .papers+h3{border-top:1px solid var(--rule);padding-top:.9rem;margin-bottom:0}
.reader .preview .actions{margin-top:1.25rem}
.reader .papers{list-style:none;padding:0;margin:0 0 1rem}
.reader .papers li{padding:.5rem 0;line-height:1.4}
.reader .papers .why{display:block;font-size:.9rem;margin-top:.1rem}
.reader .papers.gone a{color:var(--muted);text-decoration:line-through}
.reader .papers .chip{font-size:.8rem;margin:0 .3rem 0 0}
.reader .papers .voted{display:flex;gap:1rem;justify-content:space-between;align-items:baseline;border-bottom:1px solid var(--rule)}
.reader .papers form{margin:0;flex:none}
.reader .lessons{list-style:none;padding:0}
.reader .lessons li{padding:.45rem 0;border-bottom:1px solid var(--rule)}
.reader .lessons .soft{display:block}
.ledger{border-collapse:collapse;width:100%;font-size:.96rem}
.ledger th,.ledger td{text-align:left;vertical-align:top;padding:.55rem 1.25rem .55rem 0;border-bottom:1px solid var(--rule)}
.ledger tbody th{font-weight:400;white-space:nowrap}
.ledger thead th{font-size:.85rem;color:var(--muted);font-weight:600}
.reader .secret{user-select:all;background:var(--panel);border-radius:6px;padding:.7rem 1rem;font:.84rem/1.5 ui-monospace,Menlo,Consolas,monospace;overflow-wrap:anywhere}
.digest .story{--c:var(--accent)}
.digest .story h2{margin:0 0 .5rem;font-size:1.5rem}
.digest .pick{border-top:1px solid var(--rule);padding:1rem 0}
.digest .pick h3{margin:0;font-size:1.15rem}
.digest .pick p{margin:.4rem 0}
@media (max-width:46rem){
 .ledger tbody th{white-space:normal}
 form>.actions button{padding:.45rem .8rem;font-size:.92rem}
 .reader .papers .voted{flex-wrap:wrap;gap:0 1rem}
}
`;
