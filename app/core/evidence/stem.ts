/** Forms that no rule below leads to their base, each with the word whose stem they share. */
const IRREGULAR = new Map(
  `fell fall, fallen fall, rose rise, risen rise, gave give, given give, grew grow, grown grow, took take, taken take,
  began begin, begun begin, lost lose, loss lose, losses lose, found find, saw see, seen see, kept keep, felt feel, fed feed, held hold,
  came come, went go, gone go, ran run, bled bleed, slept sleep, sought seek, brought bring, broke break, broken break,
  swollen swell, swelling swell, drew draw, drawn draw, shown show, became become, thought think, spoke speak, spoken speak,
  said say, told tell, woke wake, stood stand, wore wear, worn wear, worse worsen, worsening worsen, better improve, ate eat, drank drink, drove drive, feet foot, teeth tooth,
  children child, women woman, men man, diagnoses diagnosis, diagnosed diagnosis, metastases metastasis, metastatic metastasis,
  stenotic stenosis, diabetic diabetes, diabetics diabetes, anemic anemia, allergic allergy, febrile fever, feverish fever,
  septic sepsis, hypertensive hypertension, hypotensive hypotension, hypoxic hypoxia, hypoxemic hypoxemia, ischemic ischemia,
  asthmatic asthma, epileptic epilepsy, hemorrhagic hemorrhage, cyanotic cyanosis, edematous edema, thrombotic thrombosis, embolic embolism, emboli embolism,
  embolus embolism, thrombi thrombus, pneumonias pneumonia, neutropenic neutropenia, thrombocytopenic thrombocytopenia, depressed depression,
  suicidal suicide, psychotic psychosis, manic mania, pregnant pregnancy, obese obesity, died die, dead die, death die, deceased die, deaths die, dying die,
  smoker smoke, smokers smoke, smoking smoke, drinker drink, occluded occlusion, perforated perforation, resistant resistance,
  infarcted infarct, infarction infarct, infarctions infarct, transplanted transplant, transplantation transplant, renal kidney, hepatic liver,
  cardiac heart, pulmonary lung, cerebral brain, gastric stomach, cutaneous skin, facial face, dental tooth, ocular eye, vomited vomit, vomiting vomit,
  nauseated nausea, nauseous nausea, hypothyroid hypothyroidism, lethargic lethargy, confused confusion, jaundiced jaundice,
  seizing seizure, convulsion seizure, convulsions seizure, weakness weak, weakened weak, hypoglycemic hypoglycemia, hyperglycemic hyperglycemia, pleuritic pleurisy,
  breathing breath, breathe breath, breathes breath, bacterial bacteria, bacterium bacteria, surgical surgery, surgeries surgery, therapies therapy, biopsies biopsy, ovarian ovary,
  femoral femur, uterine uterus, pelvic pelvis, vertebral vertebra, spinal spine, nasal nose, duodenal duodenum, colonic colon, rectal rectum, bronchial bronchus,
  arterial artery, venous vein, valvular valve, ventricular ventricle, bony bone, pancreatic pancreas, prostatic prostate, infectious infect, cancerous cancer, hives urticaria, psychiatric psychiatry,
  bloody blood, delivered delivery, delivers delivery, deliver delivery, delivering delivery, arthritic arthritis, toxic toxicity, labs lab, laboratory lab, laboratories lab,
  rule exclude, ruled exclude, rules exclude, bit bite, bitten bite, chose choose, chosen choose, met meet, built build, lay lie, lain lie, sat sit, shook shake, shaken shake, stuck stick, struck strike, taught teach, tore tear, torn tear`
    .split(",")
    .map((pair) => pair.trim().split(" ") as [string, string]),
);

/**
 * The stem of a word: lower case, American spelling, without the endings of plurals, tenses and the commonest derivations, so
 * that `reduced` and `reducing`, `intubated` and `intubation`, `haemorrhages` and `hemorrhage` are one. It is no word itself.
 */
export function stem(word: string): string {
  let known = stems.get(word);
  if (known === undefined) {
    if (stems.size >= MOST_KNOWN) stems.clear();
    const spelt = american(word.toLowerCase().replace(/['’]s?$/u, ""));
    known = strip(IRREGULAR.get(spelt) ?? spelt);
    stems.set(word, known);
  }
  return known;
}

/** Stems found before: notes repeat their words. */
const stems = new Map<string, string>();
/** Some 5 MB. */
const MOST_KNOWN = 50_000;

function american(word: string): string {
  return word
    .replace(/[ao]e(?=\p{L})/gu, "e")
    .replace(/our$/u, "or")
    .replace(/ours$/u, "ors")
    .replace(/is(e[ds]?|ing|ation)$/u, "iz$1");
}

/** Endings, and how much must be left of a word: `balance` is not `bal`. */
const ENDINGS: readonly (readonly [suffix: string, least: number])[] = [
  ["ation", 4],
  ["ated", 4],
  ["ating", 4],
  ["ate", 4],
  ["ion", 4],
  ["ment", 4],
  ["ance", 4],
  ["ant", 4],
  ["ing", 3],
  ["ed", 3],
];

function strip(word: string): string {
  if (word.length < 4 || /\d/u.test(word)) return word;
  let base = word;
  if (base.endsWith("ies")) base = base.slice(0, -3) + "y";
  else if (/(?:ss|x|ch|sh)es$/u.test(base)) base = base.slice(0, -2);
  else if (/[^siu]s$/u.test(base)) base = base.slice(0, -1);
  base = base.replace(/ness$/u, "").replace(/(?<=\p{L}{4})ly$/u, "");
  const ending = ENDINGS.find(
    ([suffix, least]) => base.endsWith(suffix) && !base.endsWith("eed") && base.length - suffix.length >= least,
  );
  if (ending !== undefined) base = base.slice(0, -ending[0].length).replace(/([bdgmnprt])\1$/u, "$1");
  return base.replace(/(?<=\p{L}{3})e$/u, "").replace(/(?<=\p{L}{2})y$/u, "i");
}
