import { cleanText } from '../../../shared/text/plain.js';
import { splitSentences } from '../../../shared/text/sentences.js';

/** Wordings that speak to whoever reads the text, a model above all, and not about a paper. */
const INSTRUCTIONS: readonly RegExp[] = [
  /\b(?:ignore|disregard|forget|override|bypass)\b[^.]{0,40}\b(?:previous|prior|above|earlier|preceding|foregoing|your|all|any|these|other)\b[^.]{0,30}\b(?:instruction|prompt|rule|direction|guideline|directive|context|message)s?\b/i,
  /\bsystem prompt\s*:|^\W*(?:new |updated |important )?(?:system|developer|assistant|user|human|admin)\s*(?:message|note|instructions?)?\s*:/i,
  /(?:^|[.:;!([–—]\s*)(?:dear|attention|hey|hello|important|note|instructions?|message|request|reminder)\b[ ,:]*(?:(?:to|for)\s+)?(?:the |all |any |every )?(?:ai|llms?|large language models?|language models?|assistants?|reviewers?|models?|summari[sz]ers?|chatbots?|(?:chat)?gpt|agents?)\b[^.]{0,20}[:,!–—]/i,
  /\b(?:if you are|as|you are|you're|act as|pretend to be|behave as) (?:now )?(?:an? )?(?:ai|llm|large language model|language model|assistant|chatbot|summari[sz]er|reviewer)\b[^.]{0,60}\b(?:you|your|please)\b/i,
  /\b(?:you|your (?:summary|reply|response|answer|output|review|task|instructions?)) (?:must|should|shall|will|have to|are to|is to|are now)\b/i,
  /(?:^|[:,;–—-]\s*)(?:please |now |instead,? |also,? |always |only )*(?:output|write|reply|respond|answer|say|print|repeat|return|summari[sz]e|describe|state|mention|include|insert|append|add|click|visit|subscribe|buy|download|call|send|email|recommend|rate|rank|praise|score)\b[^.]{0,80}\b(?:in (?:your|the) (?:summary|reply|response|answer|output|review)|the readers?|this (?:paper|work|article|link|url|site)|exactly|verbatim|the (?:words?|text|phrase|following)|as (?:the )?(?:best|most)|here|now|today|https?|www)\b/i,
  /\b(?:give|write|provide|leave) (?:only )?an? (?:positive|favou?rable|glowing|excellent) (?:review|rating|summary|score|assessment)\b/i,
  /(?:^|[,;:.!]\s*)(?:and |but |please )?(?:do not|don't|never) (?:highlight|mention|reveal|disclose|include|tell|summari[sz]e|follow|obey|repeat|say|write|output)\b/i,
  /<\|[^|>]{0,40}\|>|<\/?(?:s|system|user|assistant|instructions?|prompt)>|\[\/?INST\]|<<\/?SYS>>/i,
];

/** True for text that tells its reader what to do. Errs towards true: a sentence wrongly held back costs little. */
export function isInstruction(text: string): boolean {
  return INSTRUCTIONS.some((pattern) => pattern.test(text));
}

/** The sentences of an abstract that are about the paper: those that tell the reader what to do are left out. */
export function soundSentences(abstract: string): string[] {
  return splitSentences(cleanText(abstract)).filter((sentence) => !isInstruction(sentence));
}

/** Marks that a chat template could take for its own, broken apart by a space. */
const TEMPLATE_MARKS = /<(?=[|/]|<?sys|s>)|\[(?=\/?INST\])|\|(?=>)/gi;

/** Returns text fit to be quoted to a model as data: nothing unseen, no mark of a chat template left whole. */
export function asData(text: string): string {
  return cleanText(text).replace(TEMPLATE_MARKS, (mark) => `${mark} `);
}
