import { isBalanced } from '../../../shared/text/sentences.js';

/** Headings of a structured abstract ("Aims.", "Results:"). */
const LABEL =
  /^(?:(?:Aims?|Methods?|Methodology|Results?|Background|Objectives?|Conclusions?|Context|Purpose|Motivation|Findings|Introduction|Summary|Abstract|Contributions?)\s*[.:–—-]\s*)+(?=[A-Z])/i;

/** Openings that tie a sentence to the one before it, or say only where we are; without them it says the same. */
const LEAD_INS = [
  /^(?:in|within|with|through|throughout) (?:this|the present|our|the current) (?:\w+ )?(?:paper|work|article|study|letter|report|manuscript|contribution|chapter|thesis|survey|review|note|remark|research)\b,?\s+/i,
  /^(?:here|herein|hereby|now),?\s+(?=we |i )/i,
  /^(?:(?:more )?(?:specifically|concretely|precisely|generally)|in particular|particularly|notably|importantly|crucially|interestingly|surprisingly|remarkably|moreover|furthermore|additionally|in addition|besides|finally|lastly|first|firstly|second|secondly|third|thirdly|then|next|also|overall|together|altogether|in summary|in short|to summarize|in conclusion|to conclude|therefore|thus|hence|consequently|accordingly|as a result|as a consequence|as such|to this end|to that end|to this aim|to do so|to do this|for this(?: purpose| reason)?|however|nevertheless|nonetheless|instead|in contrast|by contrast|conversely|in turn|in response|meanwhile|recently|empirically|and|but|so|yet),\s+/i,
  /^(?:to|in order to|towards|for) (?:\w+ly )?(?:\w+ing |\w+ )(?:(?:and|or) \w+ )?(?:this|these|that|those|such|the above|both|all of these)\b[^,;:]{0,90},\s+(?=we |i |this |our |the )/i,
  /^(?:motivated|inspired|driven|guided|prompted) by (?:this|these|that|those|such|the above)\b[^,;:]{0,90},\s+/i,
  /^(?:based|building|drawing) (?:up)?on (?:this|these|that|those|such|the above)\b[^,;:]{0,90},\s+/i,
  /^(?:given|in (?:the )?light of|because of|due to|with|using|from) (?:this|these|that|those|the above)\b[^,;:]{0,60},\s+(?=we |i )/i,
];

/** Connectives between "we" and its verb. */
const CONNECTIVE =
  /^((?:we|this (?:paper|work|study|article)|our \w+))\s+(?:therefore|thus|hence|also|then|further|furthermore|additionally|here|first|now|instead|hereby|accordingly|consequently)\s+/i;

/** An aside that only glosses: an acronym, a citation, examples. */
const GLOSS =
  /\s*\((?:e\.g\.|i\.e\.|cf\.|see|a\.k\.a\.|aka|also|[A-Z][\w&/+-]*s?[A-Z\d][\w&/+-]*|[A-Z]{2,}s?|[^()]*(?:et al|https?:|\b(?:19|20)\d\d\b))[^()$]*\)/g;

/** Afterthoughts, from the comma to the end of the sentence. */
const TAILS = [
  /,? (?:i\.e\.|e\.g\.|such as|for example|for instance|including|especially|namely)\b/,
  /, (?:which|where|whose|who|while|whereas|although|though|since|as|so that|because|with|thus|thereby|hence|leading|enabling|allowing|making|yielding|resulting|achieving|providing|demonstrating|showing|outperforming|improving|reducing|without|rather than|based on|using)\b/,
  /,? (?:and|then) (?:we )?(?:\w+ly )?(?:show|demonstrate|prove|evaluate|apply|validate|find|discuss|use|provide|illustrate|compare|analyze|analyse|verify|test|present|achieve|obtain|derive|report|establish|study|investigate|examine|explore)s?\b/,
  /; /,
  / ?[–—] ?| -{2,3} ?/,
];

/** A sentence of at most this many words is left with its tail. */
const LONG = 24;
/** What remains after a tail is cut must still say something. */
const SHORTEST = 10;

/**
 * Returns the sentence without its lead-in, glosses and, where it is long, its afterthought: the same claim in
 * fewer words, all of them the author's and in their order. Capitalised, closed with a full stop, TeX left whole.
 */
export function trimSentence(sentence: string): string {
  const core = dropGlosses(dropLeadIns(sentence.replace(LABEL, '')));
  return finish(dropTail(core));
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

function dropGlosses(sentence: string): string {
  const bare = sentence.replace(GLOSS, '');
  return isBalanced(bare) ? bare : sentence;
}

function dropTail(sentence: string): string {
  if (countWords(sentence) <= LONG) return sentence;
  let shortest = sentence;
  for (const tail of TAILS) {
    const cut = cutAt(shortest, tail);
    if (cut !== undefined) shortest = cut;
  }
  return shortest;
}

/** The sentence up to the first place where `tail` matches and what is before it can stand; `undefined` if none. */
function cutAt(sentence: string, tail: RegExp): string | undefined {
  for (const match of sentence.matchAll(new RegExp(tail, 'g'))) {
    const before = sentence.slice(0, match.index);
    if (countWords(before) >= SHORTEST && isBalanced(before)) return before;
  }
  return undefined;
}

function finish(sentence: string): string {
  const bare = sentence.replace(/[\s,;:–—-]+$/, '');
  const closed = /[.!?]['")\]]*$/.test(bare) ? bare : `${bare}.`;
  return closed.replace(/^["'([]?[a-z](?=[a-z]* )/, (letter) => letter.toUpperCase());
}

/** How many words, counted as runs between spaces. */
export function countWords(text: string): number {
  return text.split(/\s+/).length;
}
