/** A C-CDA document of these sections: titles, and narratives in its markup. */
export function buildCda(sections: readonly [title: string, narrative: string][], prefix = ""): string {
  const components = sections.map(
    ([title, narrative]) =>
      `<component><section><title>${title}</title><text>${narrative}</text>` +
      "<entry><act><text><reference value='#a'/>coded</text></act></entry></section></component>",
  );
  const xml =
    `<ClinicalDocument xmlns="urn:hl7-org:v3"><title>Discharge Summary</title>` +
    `<component><structuredBody>${components.join("")}</structuredBody></component></ClinicalDocument>`;
  const prefixed = xml.replace(/<(\/?)(\w)/g, `<$1${prefix}$2`);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${prefixed}`;
}
