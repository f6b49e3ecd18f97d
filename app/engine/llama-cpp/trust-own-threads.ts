/**
 * Emscripten starts the workers of its threads from a plain address, which enforced Trusted Types refuse. This worker's default
 * policy lets addresses of this origin through and nothing else: no markup, no script, no Blob.
 */
interface PolicyRules {
  createHTML: () => null;
  createScript: () => null;
  createScriptURL: (url: string) => string | null;
}

interface PolicyFactory {
  defaultPolicy: unknown;
  createPolicy: (name: "default", rules: PolicyRules) => unknown;
}

export function trustOwnThreads(): void {
  const factory = (globalThis as { trustedTypes?: PolicyFactory }).trustedTypes;
  if (factory?.defaultPolicy !== null) return;
  factory.createPolicy("default", {
    createHTML: () => null,
    createScript: () => null,
    createScriptURL: (url) => (isOwnFile(url) ? url : null),
  });
}

function isOwnFile(url: string): boolean {
  const { origin, protocol } = new URL(url, globalThis.location.href);
  return origin === globalThis.location.origin && protocol === globalThis.location.protocol;
}
