/** Dimension, size in its base unit, and how it is written. */
const UNITS: readonly (readonly [dimension: string, factor: number, names: string])[] = [
  ["mass", 1, "mg|mgs|milligrams?"],
  ["mass", 1000, "g|gm|gms|grams?"],
  ["mass", 0.001, "mcg|µg|μg|ug|micrograms?"],
  ["mass per area", 1, String.raw`mg/m2|mg/m²`],
  ["mg/dL", 1, "mg/dl"],
  ["g/dL", 1, "g/dl|gm/dl"],
  ["mmol/L", 1, "mmol/l|meq/l|mmol|meq"],
  ["ng/mL", 1, "ng/ml|mcg/l"],
  ["U/L", 1, "u/l|iu/l|units/l"],
  ["mmHg", 1, "mm ?hg"],
  ["%", 1, "%|percent|per cent"],
  ["/min", 1, "bpm|beats per minute|beats/min|breaths per minute|/min"],
  ["L/min", 1, "l/min|lpm|l per minute|lit(?:er|re)s? per minute|lit(?:er|re)s?/min"],
  ["km/h", 1, "km/h|kph|kilomet(?:er|re)s per hour"],
  ["volume", 1, "ml|cc|millilit(?:er|re)s?"],
  ["volume", 1000, "l|lit(?:er|re)s?"],
  ["weight", 1, "kgs?|kilograms?|kilos?"],
  // Nobody converts these to kilograms but by rounding.
  ["pounds", 1, "lbs?|pounds?"],
  ["length", 1, "mm|millimet(?:er|re)s?"],
  ["length", 10, "cm|centimet(?:er|re)s?"],
  ["temperature", 1, "°? ?c|degrees?(?: celsius)?|celsius"],
  ["age", 1, "years?[- ]olds?|y/?o|years? of age"],
  ["time", 1 / 60, "minutes?|mins?"],
  ["time", 1, "hours?|hrs?|h"],
  ["time", 24, "days?"],
  ["nights", 1, "nights?"],
  ["time", 168, "weeks?|wks?"],
  ["time", 720, "months?"],
  ["time", 8760, "years?|yrs?"],
  ["pack-years", 1, "pack[- ]years?"],
  ["units", 1, "units?|iu"],
  ["puffs", 1, "puffs?|inhalations?"],
  ["tablets", 1, "tablets?|tabs?|capsules?|caps?|pills?"],
  ["packs", 1, "packs?"],
];

/** Dimensions in which drugs are dosed. */
const DOSES = new Set(["mass", "mass per area", "units", "puffs", "tablets", "times a day"]);

/** What a unit may be counted by: `mg/kg/h`, `mg per hour`. */
const PER = String.raw`(?:\s?/\s?|\s+per\s+)(?:kg|kilogram|h|hr|hour|min|minute)`;

/** Any unit, as part of a pattern. The longest first: `mg/dl` before `mg`. */
export const UNIT = `(?:${UNITS.flatMap(([, , names]) => names.split(/\|(?![^(]*\))/u))
  .sort((a, b) => b.length - a.length)
  .join("|")})(?:${PER}(?!\\p{L}))*`;

const UNIT_PATTERNS = UNITS.map(([dimension, factor, names]) => ({
  dimension,
  factor,
  pattern: new RegExp(`^(?:${names})$`, "iu"),
}));
const LAST_PER = new RegExp(`${PER}$`, "iu");

/** What a unit measures, `mass/k/h` for `mg/kg/hr`, and how large it is in the base unit of that. */
export function sizeOf(unit: string): [dimension: string, factor: number] {
  const known = UNIT_PATTERNS.find(({ pattern }) => pattern.test(unit));
  if (known !== undefined) return [known.dimension, known.factor];
  const [per] = LAST_PER.exec(unit) ?? [];
  if (per === undefined) return ["", 1];
  const [dimension, factor] = sizeOf(unit.slice(0, -per.length));
  const [initial = ""] = /[khm]/iu.exec(per) ?? [];
  return [`${dimension}/${initial.toLowerCase()}`, factor];
}

const MEASURED = new Set([
  "mg/dL",
  "g/dL",
  "mmol/L",
  "ng/mL",
  "U/L",
  "mmHg",
  "%",
  "/min",
  "age",
  "temperature",
  "weight",
  "pounds",
  "L/min",
  "units",
]);

/** Whether numbers of this kind often go without their unit. */
export const isMeasured = (dimension: string): boolean => MEASURED.has(dimension);

/** Whether drugs are dosed in it, by weight or time or not. */
export const isDosed = (dimension: string): boolean => DOSES.has(dimension.split("/")[0] ?? "");
