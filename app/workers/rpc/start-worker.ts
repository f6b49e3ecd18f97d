/**
 * Starts a module worker from one of our own built files. Trusted Types are enforced, and starting a worker is a script
 * sink, so the one policy that the content security policy names passes addresses of this origin and nothing else.
 */
export function startWorker(url: string, name: string): Worker {
  const address = new URL(url, globalThis.location.href);
  if (address.origin !== globalThis.location.origin) throw new TypeError("Workers are started from this origin only.");
  return new Worker(trustedUrl(address.href) as string, { type: "module", name });
}

interface TrustedTypePolicy {
  createScriptURL: (url: string) => unknown;
}

let policy: TrustedTypePolicy | undefined;

function trustedUrl(url: string): unknown {
  const factory = (
    globalThis as {
      trustedTypes?: { createPolicy: (name: string, rules: TrustedTypePolicy) => TrustedTypePolicy };
    }
  ).trustedTypes;
  if (factory === undefined) return url;
  policy ??= factory.createPolicy("asclepius-worker-url", { createScriptURL: (address) => address });
  return policy.createScriptURL(url);
}
