/** What the browser says of the graphics adapter, as plain data. */
export type AdapterReport =
  | { kind: "missing"; reason: "no-webgpu" | "no-adapter" }
  | {
      kind: "found";
      /** As far as the browser tells: "nvidia", "intel", "google". May be empty. */
      vendor: string;
      architecture: string;
      description: string;
      /** True when it computes on the CPU: correct, but many times slower than a GPU. */
      software: boolean;
      features: string[];
      limits: Record<string, number>;
    };
