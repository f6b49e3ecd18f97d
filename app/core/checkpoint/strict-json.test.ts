import { describe, expect, it } from "vitest";
import { parseStrictJson } from "./strict-json";
import { problemIn } from "./testing/expect-problem";

const at = { file: "a.json", place: "the header", code: "bad-header" } as const;
const parse = (text: string): unknown => parseStrictJson(new TextEncoder().encode(text), at);

describe("parseStrictJson", () => {
  it.each([
    '{"a":{"b":1},"b":{"b":2},"c":["b","b",{"b":3}]}',
    '{"a":"b\\": \\"a","b":"\\\\","c":"{\\"a\\":1,\\"a\\":2}"}',
    ' { "a" : [ ] , "A" : { } } ',
  ])("parses %s as JSON.parse does", (text) => {
    expect(parse(text)).toEqual(JSON.parse(text));
  });

  it.each(['{"a":1,"a":1}', '{"a":1,"b":{"c":1,"c" :2}}', '{"x":[{"a":1,"\\u0061":2}]}', '{"a\\"":1,"a\\u0022":2}'])(
    "refuses the repeated key in %s",
    async (text) => {
      expect(await problemIn(() => parse(text))).toMatchObject({ code: "bad-header", file: "a.json" });
    },
  );

  it.each(['{"\\ud800":1}', '{"a":["\\udc00\\ud800"]}'])("refuses half a surrogate pair in %s", async (text) => {
    expect((await problemIn(() => parse(text))).message).toContain("half a surrogate pair");
  });

  it("refuses a byte order mark", async () => {
    expect((await problemIn(() => parse("\ufeff{}"))).code).toBe("bad-header");
  });

  it("takes any spelling of a number, unless whole ones are asked for", async () => {
    const strict = (text: string): unknown => {
      return parseStrictJson(new TextEncoder().encode(text), at, { wholeNumbers: true });
    };
    expect(strict('{"a":[0,-1,20],"b":"1.0"}')).toEqual({ a: [0, -1, 20], b: "1.0" });
    for (const number of ["1.0", "1e2", "-0", "2E-1", "1e400"]) {
      const text = `{"a":[1,${number}],"b":false}`;
      expect(parse(text)).toEqual(JSON.parse(text));
      expect((await problemIn(() => strict(text))).message).toContain(`the number ${number} is no whole one`);
    }
  });

  it("refuses values nested without end, and bytes that are no UTF-8", async () => {
    const deep = `{"a":${"[".repeat(100_000)}${"]".repeat(100_000)}}`;
    expect((await problemIn(() => parse(deep))).code).toBe("bad-header");
    expect((await problemIn(() => parseStrictJson(Uint8Array.of(0x7b, 0xff, 0x7d), at))).code).toBe("bad-header");
  });
});
