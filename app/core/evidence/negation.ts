/** A word or mark of a statement, lower case; marks other than `-` and `/` stand for themselves. */
export type Words = readonly string[];

const DENIES =
  /^(?:no|not|never|without|denies|denied|deny|denying|neither|nor|none|cannot|lacks?|lacked|outside|avoids?|avoiding|lacking|declines|declined|refused|refuses|\p{L}+n['’]t)$/u;

/** Of more than one word: `negative for`, `free of`, `w/o`. */
const DENIES_TOGETHER = new Set([
  "negative for",
  "free of",
  "absence of",
  "lack of",
  "rules out",
  "w o",
  "advised against",
  "advises against",
  "recommended against",
  "decided against",
  "rather than",
  "instead of",
]);

/** These deny what stands before them: `cultures were negative`. */
const DENIED_BEFORE = /^(?:negative|unlikely|absent|contraindicated|forbidden|prohibited|avoided)$/u;

/** These deny what stands before them in the passive, and what follows in the active voice. */
const EXCLUDES = /^(?:excluded|excludes|ruled)$/u;

const RULES_OUT = new Set(["rule", "rules", "ruled", "exclude", "excludes", "excluded"]);

const COPULA =
  /^(?:was|were|is|are|been|be|being|both|all|also|stayed|remained|came|returned|tested|thought|considered|deemed|felt|and)$/u;

/** After `not` or `never`, these deny what stands before: `a transfusion was not needed`. */
const NOT_SO =
  /^(?:found|seen|present|needed|identified|detected|noted|required|given|performed|observed|used|done|received|evident|demonstrated|shown|confirmed|placed|necessary|administered|reported|visible|visualized|undertaken|attempted|indicated|carried|transfused|started|established|advised|recommended|suggested|possible|allowed|permitted|taken|made|tried|heard)$/u;

const NOT = /^(?:not|never|cannot|\p{L}+n['’]t)$/u;

/** What the answer to `Fever:` may be. */
const ANSWERS_NO = /^(?:no|absent|denies|denied)$/u;

const MARK = /^[.,;)]?$/u;

/** These do not deny: `not only`. */
const PSEUDO = new Set(["not only", "no doubt", "not sure", "no change", "no matter", "none other"]);

/** What is denied ends at these. */
const ENDS =
  /^(?:[;:()[\]"“”]|but|however|although|though|except|apart|despite|because|since|as|after|before|during|when|while|until|till|which|who|that|so|then|on|at|by|from|via|yet|only|if)$/u;

/** After `and`, `or` or a comma, these begin a statement of their own. */
export const BEGINS =
  /^(?:was|were|is|are|has|had|have|he|she|they|it|the|his|her|their|received|underwent|took|takes|reports|states|complains|endorses|admits|describes|feels|drinks|smokes|uses|lives|works|walks|present|but|remained|patient|mr|mrs|ms|\p{L}{3,}ed)$/u;

/** What begins a statement of its own where it stands after `and`. */
export const VERB = /^(?:was|were|is|are|has|had|showed|grew|developed|received)$/u;

/** What stands after these and `of` is what is denied. */
const TOUCHES_NOTHING =
  /^(?:evidence|history|signs?|symptoms?|need|indications?|suspicion|findings?|complaints?|features|growth|episodes?|known|presence|increase|decrease|change|hx|h|o|loss|shortness|thoughts?|use|recurrence|further|prior|previous|doses?|areas?|risk|levels?|reports?)$/u;

/** In what these begin, commas part things that are denied together: `denies fever, cough and pain`. */
const LISTS = /^(?:denies|denied|deny|denying|no|without)$/u;

/** And in these they do without a last `and` or `or`: `denies fever, chills, cough`. */
const RUNS_ON = /^(?:den(?:ies|ied|y|ying)|negative for)\b/u;

/** What they run on to: symptoms and habits, but not findings: `denies fever, lungs clear`, `negative for clots, small effusion`. */
const ASKED_FOR =
  /^(?:fevers?|chills|rigors|sweats|cough|sputum|dyspnea|breath|sob|doe|wheezing|hemoptysis|orthopnea|pnd|palpitations?|syncope|presyncope|dizziness|lightheadedness|vertigo|edema|swelling|cp|pains?|\p{L}+aches?|\p{L}+algias?|discomfort|tightness|pressure|nausea|vomiting|n|v|d|emesis|hematemesis|diarrhea|constipation|melena|hematochezia|brbpr|dysphagia|odynophagia|heartburn|jaundice|dysuria|hematuria|urgency|frequency|incontinence|discharge|bleeding|bruising|rash(?:es)?|itching|pruritus|numbness|tingling|weakness|paresthesias?|seizures?|confusion|falls?|fatigue|malaise|anorexia|loss|gain|consciousness|loc|insomnia|hallucinations?|[sh]i|[av]h|avh|ideation|trauma|injury|photophobia|diplopia|congestion|rhinorrhea|smoking|tobacco|alcohol|drugs)$/u;

/** What such an item does not begin with: `denies fever, mild cough`. */
const AFFIRMS =
  /^(?:positive|has|mild|moderate|severe|some|small|old|new|occasional|rare|social|former|current|quit|chronic|ongoing|stable|intermittent|persistent|improv\p{L}+|resolv\p{L}+|less|more|with)$/u;
const LONGEST_ITEM = 4;

/** What a denial takes with it after a comma: nothing, a list with a last `and` or `or`, or any list. */
type Reach = "one" | "joined" | "list";

/**
 * Which of the words a statement denies, after the NegEx of Chapman and others (2001): triggers, and what ends their reach.
 * @returns as long as `words`
 */
export function findNegated(words: Words): boolean[] {
  const negated = words.map(() => false);
  const undecided = findUndecided(words);
  for (const [index, word] of words.entries()) {
    const next = words[index + 1] ?? "";
    const pair = `${word} ${next}`;
    if (PSEUDO.has(pair) || undecided.has(index)) continue;
    const together = DENIES_TOGETHER.has(pair);
    if (word === "non") {
      negated[index + 1] = true;
    } else if (EXCLUDES.test(word)) {
      if (COPULA.test(words[index - 1] ?? "")) denyBefore(words, index, negated);
      else denyAfter(words, index + 1, negated, "joined");
    } else if (words[index - 1] === ":" && isAnswerNo(word, next)) {
      denyBefore(words, index - 1, negated);
    } else if (together || DENIES.test(word)) {
      if ((NOT.test(word) || next === "longer") && isDenialOfWhatStandsBefore(words, index))
        denyBefore(words, index, negated);
      denyAfter(words, index + (together ? 2 : 1), negated, reachOf(pair));
    } else if (DENIED_BEFORE.test(word)) {
      denyBefore(words, index, negated, !COPULA.test(words[index - 1] ?? ""));
    }
  }
  return negated;
}

const isAnswerNo = (word: string, next: string): boolean =>
  word === "none" ? !BEGINS.test(next) : ANSWERS_NO.test(word) && MARK.test(next);

function reachOf(pair: string): Reach {
  const [word = "", next] = pair.split(" ");
  if (RUNS_ON.test(pair)) return "list";
  return LISTS.test(word) && next !== "longer" ? "joined" : "one";
}

/** Whether the item that starts at `start` is what one asks a patient for. */
function isAskedFor(words: Words, start: number): boolean {
  let end = start;
  while (end < words.length && !/^[.,;]$/u.test(words[end] ?? "")) end++;
  return end - start <= LONGEST_ITEM && !AFFIRMS.test(words[start] ?? "") && ASKED_FOR.test(words[end - 1] ?? "");
}

/** The indices of the words that deny in `cannot be ruled out`, which neither affirms nor denies. */
function findUndecided(words: Words): Set<number> {
  const undecided = new Set<number>();
  for (const [end, word] of words.entries()) {
    if (!RULES_OUT.has(word)) continue;
    let start = end - 1;
    while (/^(?:be|been|yet|\p{L}+ly)$/u.test(words[start] ?? "")) start--;
    if (NOT.test(words[start] ?? "")) undecided.add(start).add(end);
  }
  return undecided;
}

function isDenialOfWhatStandsBefore(words: Words, index: number): boolean {
  const next = words[index + 1] ?? "";
  const verb = /^(?:been|be|yet|being|longer)$/u.test(next) ? (words[index + 2] ?? "") : next;
  return NOT_SO.test(verb);
}

function denyAfter(words: Words, start: number, negated: boolean[], reach: Reach): void {
  const goesOn = (from: number): boolean => {
    if (reach === "one") return false;
    let isList = reach === "list" && isAskedFor(words, from);
    for (let index = from; index < words.length; index++) {
      const word = words[index] ?? "";
      if (ENDS.test(word) || word === ".") break;
      if (/^(?:or|nor|and)$/u.test(word)) return !BEGINS.test(words[index + 1] ?? "");
      if (BEGINS.test(word) || VERB.test(word)) isList = false;
    }
    return isList;
  };
  for (let index = start; index < words.length; index++) {
    const word = words[index] ?? "";
    const next = words[index + 1] ?? "";
    if (ENDS.test(word) && index > start) return;
    if (word === "," && (BEGINS.test(next) || DENIES.test(next) || !goesOn(index + 1))) return;
    if (word === "and" && reach === "one") return;
    // `no fracture of the wrist` leaves the wrist; `no evidence of a fracture` denies the fracture.
    if (/^(?:of|in|within|near)$/u.test(word) && index > start && !TOUCHES_NOTHING.test(words[index - 1] ?? "")) return;
    if (/^(?:and|or)$/u.test(word) && BEGINS.test(next)) return;
    negated[index] = true;
  }
}

/** @param isTight whether only what stands right before is denied: the receptor of `HER2 negative`, not the cancer that is it */
function denyBefore(words: Words, end: number, negated: boolean[], isTight = false): void {
  let start = end;
  let isPastVerb = false;
  let lastAnd = end;
  while (start > 0) {
    const word = words[start - 1] ?? "";
    if (/^(?:[,;:()."“”]|but|although|that|while)$/u.test(word)) break;
    if (isTight && /^(?:is|was|are|were|has|had|with|of)$/u.test(word)) break;
    // A second verb belongs to a statement of its own: `D-dimer was normal and embolism was thought unlikely`.
    if (isPastVerb && VERB.test(word) && lastAnd < end) {
      start = lastAnd;
      break;
    }
    if (word === "and") lastAnd = start;
    if (!COPULA.test(word)) isPastVerb = true;
    start--;
  }
  for (let index = start; index < end; index++) negated[index] = true;
}
