import type { ShownPaper } from './shown-paper.js';

interface PaperCardProps {
  paper: ShownPaper;
  /** The field is named, where no heading above does it. */
  field?: boolean;
  /** The abstract can be opened in place; else only on the paper's own page. */
  abstract?: boolean;
  /** Why it is the editor's pick. */
  why?: string | undefined;
}

/** A paper in a list. */
export function PaperCard({ paper, field, abstract, why }: PaperCardProps) {
  return (
    <article class="paper">
      {((field && paper.field) || paper.signals) && (
        <p class="meta">
          {field && paper.field && (
            <a class="chip" href={paper.field.path}>
              {paper.field.name}
            </a>
          )}
          {paper.signals}
        </p>
      )}
      <h3>
        <a href={paper.path}>{paper.title}</a>
      </h3>
      <p class="authors">{paper.authors}</p>
      {why && <p class="why">{why}</p>}
      <p>
        {paper.summary} <span class="mark">{paper.mark}</span>
      </p>
      <div class="links">
        <PaperLinks paper={paper} />
        <a href={`${paper.path}#bibtex`}>BibTeX</a>
        {paper.abstract !== '' && <Abstract paper={paper} inPlace={abstract ?? false} />}
      </div>
    </article>
  );
}

function Abstract({ paper, inPlace }: { paper: ShownPaper; inPlace: boolean }) {
  return inPlace ? (
    <details>
      <summary>Abstract</summary>
      <p>{paper.abstract}</p>
    </details>
  ) : (
    <a href={`${paper.path}#abstract`}>Abstract</a>
  );
}

/** Where the paper itself is. */
export function PaperLinks({ paper }: { paper: ShownPaper }) {
  return (
    <>
      {paper.links.map(({ label, url }) => (
        <a href={url}>{label === 'Abstract' ? sourceOf(url) : label}</a>
      ))}
    </>
  );
}

/** The label of the link to a paper's page at its source. */
function sourceOf(url: string): string {
  return new URL(url).hostname.endsWith('arxiv.org') ? 'arXiv' : 'Source';
}
