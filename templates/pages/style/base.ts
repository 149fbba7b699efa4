/** What every page shares: type, links, header, footer, buttons, boxes. */
export const base = `
*{box-sizing:border-box}
[hidden]{display:none!important}
html{scroll-padding-top:1rem;-webkit-text-size-adjust:100%}
body{margin:0;background:var(--sheet);color:var(--ink);font:17px/1.6 var(--sans);border-top:4px solid var(--accent);overflow-wrap:break-word}
a{color:var(--accent);text-underline-offset:3px;text-decoration-thickness:1px}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px;border-radius:3px}
h1,h2,h3{font-family:var(--serif);letter-spacing:-.01em;line-height:1.2;margin:0;text-wrap:balance}
h1{font-size:clamp(1.9rem,5vw,2.6rem)}
h2{font-size:1.5rem}
p,ul{margin:.6rem 0}
.skip{position:absolute;left:-99rem}
.unseen{position:absolute;left:-99rem}
.skip:focus{left:1rem;top:.5rem;background:var(--sheet);padding:.5rem 1rem;z-index:1}
.inner,main{max-width:72rem;margin:0 auto;padding:0 1.25rem}
main{padding-bottom:4rem}
.soft,.mark,.meta,.authors{color:var(--muted)}
.soft,.authors{font-size:.94rem}
h1 .soft{font:400 1rem var(--sans);margin-left:.4rem}
.mark,.meta{font-size:.82rem}
.mark{white-space:nowrap}
.note{background:var(--chip);border-radius:6px;padding:.6rem 1rem;font-size:.94rem}
.chip{display:inline-block;background:var(--chip);color:var(--ink);border-radius:4px;padding:.1rem .5rem;margin:0 .5rem .2rem 0;text-decoration:none}
a.chip:hover{text-decoration:underline}
header.site .inner{display:flex;flex-wrap:wrap;align-items:center;gap:.5rem 1.75rem;padding-top:1rem;padding-bottom:1rem}
.brand{font-weight:700;letter-spacing:.03em;text-decoration:none;margin-right:auto;white-space:nowrap}
.bars{display:inline-block;width:10px;height:13px;margin-right:.6rem;border:solid;border-width:0 3px;box-shadow:inset 1px 0 var(--sheet),inset -1px 0 var(--sheet);background:currentColor;vertical-align:-1px}
header.site nav{display:flex;align-items:baseline;gap:1.25rem}
header.site nav .button{padding:.2rem .9rem;border-radius:99px;font-size:.94rem;font-weight:400}
header.site nav a:not(.button){color:var(--ink);text-decoration:none;padding:.25rem 0}
header.site nav a:hover{text-decoration:underline}
.find{display:flex}
.find input{width:13rem;border-radius:99px 0 0 99px;border-right:0;padding:.3rem .5rem .3rem 1rem;font-size:.94rem}
.find button{border-radius:0 99px 99px 0;padding:.3rem .9rem;background:none;color:var(--accent);border-color:var(--muted);font-size:.94rem}
input,select,textarea{background:var(--sheet);border:1px solid var(--muted);border-radius:6px;padding:.5rem .75rem}
input,select,textarea,button{font:inherit;color:inherit}
input::placeholder{color:var(--muted);opacity:1}
button,.button{display:inline-block;background:var(--accent);color:var(--sheet);border:1px solid var(--accent);border-radius:6px;padding:.45rem 1.1rem;cursor:pointer;text-decoration:none;font-weight:600}
button:hover,.button:hover{text-decoration:underline}
.top{padding:2.25rem 0 1.5rem}
.top .soft{max-width:46rem}
.box{background:var(--panel);border-radius:10px;padding:1.25rem 1.4rem;margin:1.5rem 0}
.box h2{font-size:1.2rem}
.box p{font-size:.94rem}
.box form{display:flex;flex-wrap:wrap;gap:.6rem;max-width:34rem}
.box input{flex:1 1 14rem;min-width:0}
.days{display:flex;flex-wrap:wrap;gap:.5rem 2rem;font-size:.94rem;margin-top:1rem}
.notice-page{max-width:40rem;padding:3.5rem 0}
footer.site{border-top:1px solid var(--rule);color:var(--muted);font-size:.88rem;padding:1rem 0 2.5rem}
footer.site a{color:inherit;margin-right:1.1rem}
footer.site p{margin:.4rem 0}
@media (max-width:46rem){
 body{font-size:16px}
 .find,search{width:100%}
 .find input{flex:1;width:auto;min-width:0}
 header.site nav{gap:.8rem;font-size:.94rem}
 header.site nav .button{padding:0;border:0;background:none;color:var(--accent);font-weight:600}
 .brand{font-size:.94rem;letter-spacing:0}
 .bars{margin-right:.4rem}
 header.site .inner{gap:.6rem .8rem}
 .top{padding:1.5rem 0 1.25rem}
}
`;
