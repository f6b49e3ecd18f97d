import { rmSync } from "node:fs";
import { join } from "node:path";
import { chromium, test as base } from "@playwright/test";
import { benchResults } from "../../paths";

const profile = join(benchResults, "full-size-profile");

/** Pages in a profile on disk, as users have: other contexts keep what is stored in memory. It is deleted afterwards. */
export const test = base.extend({
  context: async ({ launchOptions, baseURL }, use) => {
    rmSync(profile, { recursive: true, force: true });
    const context = await chromium.launchPersistentContext(profile, {
      ...launchOptions,
      ...(baseURL === undefined ? {} : { baseURL }),
    });
    await use(context);
    await context.close();
    rmSync(profile, { recursive: true });
  },
});
