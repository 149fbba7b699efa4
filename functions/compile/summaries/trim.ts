import { isBalanced } from '../../../shared/text/sentences.js';

/** Headings of a structured abstract ("Aims.", "Results:"). */
const LABEL =
  /^(?:(?:Aims?|Methods?|Methodology|Results?|Background|Objectives?|Conclusions?|Context|Purpose|Motivation|Findings|Introduction|Summary|Abstract|Contributions?)\s*[.:–—-]\s*)+(?=[A-Z])/i;

/**
 * Openings that tie a sentence to the one before it, or say only where we are; without them it says the same. No
 * condition is among them ("Assuming that …", "Under these conditions, …"): without it the claim would be another.
 */
const LEAD_INS = [
  /^(?:in|within|with|through|throughout) (?:this|the present|our|the current) (?:[\w-]+ )?(?:paper|work|article|study|letter|report|manuscript|contribution|chapter|thesis|survey|review|note|remark|research|abstract)\b(?:,\s+|\s+(?=we\b|i\b|the authors\b))/i,
  /^in (?:this|that|such an?) (?:context|regard|respect|spirit|direction|vein|light|way|setting),\s+/i,
  /^(?:here|herein|hereby|now),?\s+(?=we |i )/i,
  /^(?:(?:more )?(?:specifically|concretely|precisely)|in particular|particularly|notably|importantly|crucially|interestingly|surprisingly|remarkably|moreover|furthermore|additionally|in addition|besides|finally|lastly|first|firstly|second|secondly|third|thirdly|then|next|also|overall|together|altogether|in summary|in short|to summarize|in conclusion|to conclude|therefore|thus|hence|consequently|accordingly|as a result|as a consequence|as such|to this end|to that end|to this aim|to do so|to do this|for this(?: purpose| reason)?|however|nevertheless|nonetheless|instead|in contrast|by contrast|conversely|in turn|in response|meanwhile|recently|and|but|so|yet),\s+/i,
  /^(?:to|in order to|towards|for) (?:\w+ly )?(?:\w+ing |\w+ )(?:(?:and|or) \w+ )?(?:this|these|those|such|the above)\b[^,;:]{0,90},\s+(?=we |i |this |our |the )/i,
  /^(?:(?!assum|suppos)\w+ing|(?:motivated|inspired|driven|guided|prompted) by|against) (?:this|these|those|such|the above)\b[^,;:]{0,90},\s+/i,
  /^(?:based|building|drawing) (?:up)?on (?:this|these|those|such|the above)\b[^,;:]{0,90},\s+/i,
  /^(?:given|in (?:the )?light of|because of|due to|with|using|from) (?:this|these|those|the above)\b[^,;:]{0,60},\s+(?=we |i )/i,
];

/** Connectives between "we" and its verb. */
const CONNECTIVE =
  /^((?:we|this (?:paper|work|study|article)|our \w+))\s+(?:therefore|thus|hence|also|then|further|furthermore|additionally|here|first|now|instead|hereby|accordingly|consequently)\s+/i;

/** An aside that only glosses: an abbreviation, a citation, examples, a digression. */
const GLOSS =
  /\s*\((?:(?=[^()]{70})|e\.g\.|i\.e\.|cf\.|see|a\.k\.a\.|aka|also|[A-Z][\w&/+-]*s?[A-Z\d][\w&/+-]*|[A-Z]{2,}s?|[^()]*(?:et al|https?:|\b(?:19|20)\d\d\b))[^()$]*\)/g;

/** Tails that mean nothing alone: a displayed equation; a list, of which the first point is not the whole; a purpose named only before. */
const LOOSE_ENDS = [
  /[,:;]?(?: (?:that is|namely|i\.e\.),?)? ?(?:\\begin\{|\\\[|\$\$).*$/,
  /:? \(?(?:i|1|a)\) .*$/,
  /,? (?:in order )?to (?:\w+ly )?(?:address|overcome|tackle|solve|mitigate|bridge|fill|remedy|alleviate|resolve|meet|close|handle|combat|counter)(?:ing)? (?:this|these|those|such)\b[^,;]*$/,
];
/** What remains before a loose end must be at least a clause. */
const SHORTEST_CLAUSE = 7;

/** Where an afterthought begins, which goes to the end of the sentence. */
const TAILS = [
  /, (?:which|where|whose|while|whereas|since|so that|because|with|thus|thereby|hence|leading|enabling|allowing|making|yielding|resulting|achieving|providing|demonstrating|showing|outperforming|improving|reducing|without|rather than)\b/g,
  /,? and (?:we )?(?:\w+ly )?(?:show|demonstrate|prove|evaluate|apply|validate|discuss|illustrate|compare|verify|test)\b/g,
  /; /g,
  / ?[–—] ?| -{2,3} ?/g,
];
/** A comma or dash after which the sentence may go on to its verb: then what stood before it was no afterthought. */
const RESUMES =
  /[–—]|--|, (?!(?:and|or|which|where|while|thus|thereby|hence|as|with|such|including|\w+ing)\b)/;
/** No sentence ends on these. */
const DANGLING =
  /\b(?:that|and|or|of|to|by|in|on|with|for|from|as|an?|the|how|whether|if|when|is|are|include|includes|including|namely|follows|attempts?|aims?|seeks?|tries|try|designed|intended|used|able|order|form|[a-z]+ing)$/i;

/** A sentence of at most this many words is left with its tail. */
const LONG = 24;
/** What remains after a tail is cut must still say something. */
const SHORTEST = 14;

/**
 * Returns the sentence without its lead-in, glosses and, where it is long, its afterthought: the same claim in
 * fewer words, all of them the author's and in their order. Capitalised, closed with a full stop, TeX left whole.
 */
export function trimSentence(sentence: string): string {
  const core = dropGlosses(dropLeadIns(sentence.replace(LABEL, '')));
  return finish(dropTail(dropLooseEnd(core)));
}

function dropLeadIns(sentence: string): string {
  let rest = sentence;
  for (let changed = true; changed; ) {
    const before = rest;
    for (const leadIn of LEAD_INS) rest = rest.replace(leadIn, '');
    rest = rest.replace(CONNECTIVE, '$1 ');
    changed = rest !== before;
  }
  return rest;
}

/** An abbreviation stays where the sentence goes on to use it. */
function dropGlosses(sentence: string): string {
  const bare = sentence.replace(GLOSS, (gloss, at: number) => {
    const rest = sentence.slice(0, at) + sentence.slice(at + gloss.length);
    const abbreviation = /[A-Z][\w-]*[A-Z\d]/.exec(gloss)?.[0];
    return abbreviation !== undefined && rest.includes(abbreviation) ? gloss : '';
  });
  return isBalanced(bare) ? bare : sentence;
}

function dropLooseEnd(sentence: string): string {
  for (const end of LOOSE_ENDS) {
    const before = sentence.replace(end, '');
    if (before !== sentence && canStand(before, SHORTEST_CLAUSE)) return before;
  }
  return sentence;
}

function dropTail(sentence: string): string {
  if (countWords(sentence) <= LONG) return sentence;
  return TAILS.reduce(cutAt, sentence);
}

/** The sentence up to the first place where `tail` begins an afterthought and what is before it can stand. */
function cutAt(sentence: string, tail: RegExp): string {
  for (const { 0: mark, index } of sentence.matchAll(tail)) {
    const before = sentence.slice(0, index);
    if (canStand(before, SHORTEST) && !RESUMES.test(sentence.slice(index + mark.length))) return before;
  }
  return sentence;
}

function canStand(part: string, fewestWords: number): boolean {
  return countWords(part) >= fewestWords && isBalanced(part) && !DANGLING.test(part.trimEnd());
}

function finish(sentence: string): string {
  const bare = sentence.trim().replace(/[\s,;:–—-]+$/, '');
  const closed = /[.!?]['")\]]*$/.test(bare) ? bare.replace(/\s+(?=[.!?]$)/, '') : `${bare}.`;
  return closed.replace(/^["'([]?[a-z](?=[a-z-]*[ ,])/, (letter) => letter.toUpperCase());
}

/** How many words, counted as runs between spaces. */
export function countWords(text: string): number {
  return text.split(/\s+/).length;
}
