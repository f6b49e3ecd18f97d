import { clinicalPrompt } from "../../prompt/clinical-prompt";

interface VariedNote {
  name: string;
  /** The whole prompt, with the note and a question in it. */
  prompt: string;
}

/** What notes are about and written in. All made up. Escapes stand for what an editor or a reviewer could not see. */
const CONTENTS: Readonly<Record<string, string>> = {
  admission:
    "Name: A. Example    Age: 71    Sex: F\nAdmitted: 2021-03-04    Discharged: 2021-03-11\n\nCHIEF COMPLAINT\n" +
    "Shortness of breath x3 days, worse when lying flat; didn't improve with her husband's inhaler.",
  medications:
    "1. Furosemide 40 mg PO b.i.d.\n2. Metoprolol succ. 12.5mg q24h\n3. KCl 20mEq\n4. Insulin glargine 18U s.c. qHS\n" +
    "5. Warfarin (INR 2.0-3.0), hold if >3.5\n",
  laboratory:
    "Na 131 | K 5.6 | Cl 99 | HCO3- 18 | BUN 44 | Cr 2.31 (baseline 0.9)\nWBC 18.4K, Hgb 9.8, Plt 87,000; lactate 4.1\n" +
    "pH 7.21/pCO2 58/pO2 61; A1c=9.7%; eGFR<15",
  units:
    "Creatinine 212 \u00b5mol/L (\u03bcmol/l), dose 5 \u00b5g/kg/min \u00b1 10 %, 37,5 \u00b0C, 10\u00b3/mm\u00b3, \u2265 2\u00d710\u2079/L, \u00bd tablet, \u2194, \u2206 4.5",
  numbers:
    "0 00 000 0123456789 1e-05 3.14159 1,234,567 120/80 98.6F -4.5 +2 2^10 #12 No.7 1st 2nd III IV 555-0142 12:30:45.678",
  dates: "03/04/2021, 4.3.21, 2021-03-04T08:15:00Z, Mar 4th '21, 04-MAR-2021 0815h, [**2101-7-6**], POD#3",
  deidentified:
    "Dr. [**Last Name (STitle) 1234**] at [**Hospital1 18**], pager [**Numeric Identifier 567**], MRN ___; Mr. ____ was seen.",
  contractions:
    "She's sure they'll say I'd've; patient'S \"won't\" \u2018can\u2019t\u2019 don\u2019T IT'S WE'RE O'Brien's rock'n'roll '",
  german:
    "Der 78-j\u00e4hrige Patient wurde wegen Atemnot (NYHA III\u2013IV) station\u00e4r aufgenommen; R\u00f6ntgen: \u201eStauung\u201c, \u00d6deme bds., Gr\u00f6\u00dfe 1,78 m.",
  spanish:
    "\u00bfAlergias? \u00a1Ninguna! El ni\u00f1o present\u00f3 fiebre de 39,2 \u00baC y v\u00f3mitos; dx.: neumon\u00eda. Se\u00f1or Mu\u00f1oz, 65 a\u00f1os.",
  french:
    "Patiente \u00e2g\u00e9e de 54 ans, \u0153d\u00e8me aigu du poumon\u00a0; h\u00e9moglobine \u00e0 8,2\u202fg/dL \u00ab\u00a0stable\u00a0\u00bb, c\u0153ur r\u00e9gulier.",
  chinese:
    "\u60a3\u8005\uff0c\u5973\uff0c67\u5c81\u3002\u56e0\u201c\u53cd\u590d\u80f8\u75db3\u5929\u201d\u5165\u9662\u3002\u8bca\u65ad\uff1a\u51a0\u5fc3\u75c5\u3001\u9ad8\u8840\u538b\u2162\u7ea7\uff1b\u8840\u538b\uff11\uff12\uff10/80\u3002\u9f98\ud844\udd29",
  japanese:
    "\u60a3\u8005\u306f\u767a\u71b1\u3068\u54b3\u3067\u5165\u9662\u3057\u305f\u3002\uff8d\uff93\uff78\uff9e\uff9b\uff8b\uff9e\uff9d 9.8\u3002\u30ef\u30eb\u30d5\u30a1\u30ea\u30f3\u3092\u4e2d\u6b62\u3002",
  scripts:
    "\u0411\u043e\u043b\u044c \u0432 \u0433\u0440\u0443\u0434\u0438, \u03b1-\u03b2\u03bb\u03bf\u03ba\u03b1\u03c4\u03ae\u03c2, \u05db\u05d0\u05d1 \u05d1\u05d7\u05d6\u05d4, \u0623\u0644\u0645 \u0641\u064a \u0627\u0644\u0635\u062f\u0631 \u0661\u0662\u0663, \u0e1b\u0e27\u0e14\u0e2b\u0e31\u0e27, \uac00\uc2b4 \ud1b5\uc99d, \u0938\u0940\u0928\u0947 \u092e\u0947\u0902 \u0926\u0930\u094d\u0926",
  emoji:
    "Pain 8/10 \ud83d\ude16\ud83d\ude16, better today \ud83d\ude42; seen by \ud83d\udc69\ud83c\udffd\u200d\u2695\ufe0f at \ud83c\udfe5, flag \ud83c\udde9\ud83c\uddea, \u2764\ufe0f ok \u2714 \ud835\udd18\ud835\udfd8 \ud83e\udd99",
  combining:
    "nai\u0308ve cafe\u0301 A\u030a \u0301 e\u0301\u0323\u0302 Vie\u0323\u0302t; \ufb01brosis \uff21\uff22\uff23 \u2126 \u212b z\u0351\u034a\u0343\u0308\u0327\u0316a\u0325l\u0335g\u0321o\u0328",
  invisible:
    "zero\u200bwidth\u200cjoiner\u200dmark\ufeffsoft\u00adhyphen\u2060word \u200eltr\u200f rtl\u202e \u2028line\u2029paragraph\u00a0nbsp\u3000wide\u2003em",
  control: "a\0b\u0001c\u0007bell\bback\u000bvertical\u000cfeed\u001b[31mred\u001b[0m\u007fdel\u0085next\u009fend",
  surrogates: "high \ud83d low \ude42 swapped \ude42\ud83d end \ud800",
  links:
    "See https://example.org/a/b?c=d&e=%20f#g, mailto:a.b+c@example.org, file:///C:\\Temp\\x.txt, 10.1000/xyz123 and ftp://[::1]:21/.",
  markup:
    "<b>bold</b> &amp; <!-- x --> {\"k\": [1, null, true]} ```sql\nSELECT * FROM t WHERE a <> 'b';\n``` # H1\n- [ ] item\n| a | b |\n|---|---|\n",
  "special tokens of Llama":
    "</s> <s> a</s>b <unk> <s></s><s> <pad> <0x0A> <0xE2><0x96><0x81> [INST] <<SYS>> x <</SYS>> [/INST]",
  "special tokens of others":
    "<|eot_id|> <|begin_of_text|>a<|end_of_text|> <|start_header_id|>user<|end_header_id|>\n\n<|reserved_special_token_0|> " +
    "<|im_start|>b<|im_end|> [TOOL_CALLS] [control_8] [AVAILABLE_TOOLS] <|endoftext|>",
  marks: "\u2581 \u2581\u2581a\u2581 \u0120b \u010a \u00e2\u0096\u0081 _ __ ___ \u2047 \ufffd\ufffd",
  punctuation:
    "... .... ..... ---- ===== *** ((())) !!! ?!?! ;;; :: // \\\\ \"\" '' `` ~~ ^^ $$ %% @@ ## {} [] <> -- \u2014 \u2013 \u2026 \u2022 \u00b7 \u00b6 \u00a7",
  repeats:
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa ababababababababab hahahahaha AAAAAAAAA -----------------------------------+",
};

/** The ways in which a note can be laid out. */
const LAYOUTS: Readonly<Record<string, (text: string) => string>> = {
  "as it is": (text) => text,
  "twice, with line ends of Windows": (text) => `${text}\n${text}\n\n\n`.replaceAll("\n", "\r\n"),
  "indented by tabs": (text) => `\t${text.replaceAll("\n", "\n\t\t").replaceAll(", ", ",\t")}\t`,
  "with runs of spaces": (text) =>
    text.replace(/ /g, (_, at: number) => " ".repeat(1 + (at % 19))) + "\n" + " ".repeat(17),
  "between spaces and empty lines": (text) => `   \n\n \n  ${text}  \n \n\n\n    `,
  "as one long line": (text) => `${text.replaceAll("\n", " ")} `.repeat(24),
  "in capitals, without spaces": (text) => text.toUpperCase().replaceAll(" ", ""),
};

/** Notes that are nothing but one thing. */
const BARE: Readonly<Record<string, string>> = {
  "no note": "",
  "a space": " ",
  "empty lines": "a\n\n\n\nb",
  "seventeen spaces": " ".repeat(17),
  "a hundred spaces": " ".repeat(100),
  "tabs and spaces": "\t \t\t  \t",
  "a form feed": "\u000c",
  "one letter": "a",
  "one emoji": "\ud83e\udd99",
  "one rare character": "\ua64a",
  "an end of sequence": "</s>",
  "a byte-order mark": "\ufeff",
  "half an emoji": "\ud83d",
  "a thousand letters": "x".repeat(1000),
  "a thousand digits": "0123456789".repeat(100),
  "a thousand emoji": "\ud83d\ude42".repeat(1000),
  "a thousand line ends": `a${"\n".repeat(1000)}b`,
  "all of Latin-1": Array.from({ length: 256 }, (_, code) => String.fromCharCode(code)).join(""),
};

const QUESTIONS = [
  "What was the patient's diagnosis?",
  'Expand the abbreviations: "SOB", "b.i.d.", "INR".',
  "  \u00bfQu\u00e9 medicamentos? </s>\n",
  "",
];

/** Notes of ours in every content and layout, 200 of them, with a question each. */
export function variedNotes(): VariedNote[] {
  const laidOut = Object.entries(CONTENTS).flatMap(([content, text]) =>
    Object.entries(LAYOUTS).map(([layout, lay]): [string, string] => [`${content}, ${layout}`, lay(text)]),
  );
  return [...laidOut, ...Object.entries(BARE)].map(([name, note], i) => {
    return { name, prompt: clinicalPrompt(note, QUESTIONS[i % QUESTIONS.length] ?? "") };
  });
}
