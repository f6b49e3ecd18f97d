/**
 * react-aria's live announcer empties its region with `innerHTML = ""`, which enforced Trusted Types refuse, and the
 * exception would take the page down. This policy lets exactly that through: no text, no markup, no script. Refusing the
 * rest in so many words, rather than by leaving it out, is what makes browsers report it.
 */
interface PolicyRules {
  createHTML: (html: string) => string | null;
  createScript: () => null;
  createScriptURL: () => null;
}

const factory = (globalThis as { trustedTypes?: { createPolicy: (name: string, rules: PolicyRules) => unknown } })
  .trustedTypes;

factory?.createPolicy("default", {
  createHTML: (html) => (html === "" ? html : null),
  createScript: () => null,
  createScriptURL: () => null,
});
