/** The Trusted Types policies: app/workers/rpc/start-worker.ts and app/shell/trusted-types.ts create them. */
const trustedTypesPolicies = "asclepius-worker-url default";

/**
 * The headers that whoever serves the page must send. The development and preview servers send them too, so that nothing
 * is built that needs them loosened. README.md lists them for static hosts.
 */
export function securityHeaders(options: { nonce?: string } = {}): Record<string, string> {
  const nonce = options.nonce === undefined ? "" : ` 'nonce-${options.nonce}'`;
  const policy = [
    "default-src 'none'",
    `script-src 'self' 'wasm-unsafe-eval'${nonce}`,
    `style-src 'self'${nonce}`,
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    `trusted-types ${trustedTypesPolicies}`,
  ];
  return {
    "Content-Security-Policy": policy.join("; "),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
  };
}
