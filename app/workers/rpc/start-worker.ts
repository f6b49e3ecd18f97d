/**
 * Starts a module worker from one of our own built files. Trusted Types are enforced, and starting a worker is a script
 * sink, so the one policy that the content security policy names passes addresses of this origin and nothing else.
 */
export function startWorker(url: string, name: string): Worker {
  return new Worker(trustedUrl(new URL(url, globalThis.location.href).href) as string, { type: "module", name });
}

interface TrustedTypePolicy {
  createScriptURL: (url: string) => unknown;
}

function ownAddress(address: string): string {
  if (new URL(address).origin === globalThis.location.origin) return address;
  throw new TypeError("Workers are started from this origin only.");
}

let policy: TrustedTypePolicy | undefined;

function trustedUrl(url: string): unknown {
  const factory = (
    globalThis as {
      trustedTypes?: { createPolicy: (name: string, rules: TrustedTypePolicy) => TrustedTypePolicy };
    }
  ).trustedTypes;
  if (factory === undefined) return ownAddress(url);
  policy ??= factory.createPolicy("asclepius-worker-url", { createScriptURL: ownAddress });
  return policy.createScriptURL(url);
}
