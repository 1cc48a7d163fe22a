/** What a reference is, in paragraphs. */
export const REFERENCES = `A reference names a snapshot: a label (photos), what it held some moves back (photos@{2}) or at a time (photos@{yesterday},
photos@{3 days ago}, "photos@{2026-11-20 14:00}"; a day or minute means its end), an id or its first digits.
What follows a colon is a path in it: photos:2024/june.`;

/** Each exit code, and what it says. */
export const EXIT_CODES: readonly (readonly [code: number, about: readonly string[]])[] = [
  [0, ["done"]],
  [
    1,
    [
      "failed; also an export that did not write everything, a verification that found something, and a repair",
      "that is due or left something",
    ],
  ],
  [2, ["what was typed makes no sense"]],
  [
    3,
    [
      "a push was rejected, or a merge done anew, as the label moved meanwhile; an import would undo what came",
      "into the label from elsewhere, and has no --replace; an import with --strict skipped something",
    ],
  ],
  [4, ["a merge has conflicts, or open files"]],
  [130, ["interrupted"]],
];

/** What people type most, and why. */
export const FIRST_COMMANDS = [
  ["strata import ~/Pictures --label photos", "take a snapshot"],
  ["strata log photos --stat", "see what happened"],
  ["strata diff photos@{1} photos", "see what changed last"],
  ["strata export photos@{1}:2024 --to ~/back", "get things back"],
] as const;

/** The environment variables that the command line reads. */
export const ENVIRONMENT = [
  ["STRATA_STORE", "the store to use, unless --store names one"],
  ["PAGER", "what shows long text on a terminal: less -FRX by default; nothing does if it is empty or cat"],
  ["NO_COLOR", "no colours, if it is set to anything"],
] as const;

/** Returns what the help of all commands ends with. */
export function helpEnd(): string {
  const codes = EXIT_CODES.map(
    ([code, [first = "", ...more]]) =>
      `  ${String(code).padEnd(4)} ${first}${more.map((line) => `\n       ${line}`).join("")}`,
  );
  const commands = FIRST_COMMANDS.map(([line, about]) => `  ${line.padEnd(41)}  ${about}`);
  const environment = ENVIRONMENT.map(([name, about]) => `  ${name.padEnd(13)} ${about}`);
  return `
${REFERENCES}

${commands.join("\n")}

Exit codes
${codes.join("\n")}

Environment
${environment.join("\n")}
`;
}
