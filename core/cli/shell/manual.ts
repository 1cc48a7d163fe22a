import { type CliCommand, type CliOption, type CliService, isHidden } from "../shared/cli-command.ts";
import { examples } from "../shared/examples.ts";
import { GLOBAL_OPTIONS } from "../shared/global-options.ts";
import { ENVIRONMENT, EXIT_CODES, FIRST_COMMANDS, REFERENCES } from "../shared/help-texts.ts";
import { summaryOf } from "../shared/summary.ts";

/** Returns the manual page of the command line, for `man` (the macros of man(7)). */
export function manualPage(table: readonly (CliCommand | CliService)[], version: string): string {
  return [
    `.TH STRATA 1 "" "Strata ${quoted(version)}" "User Commands"`,
    ".SH NAME",
    "strata \\- see a folder's history and get things back",
    ".SH SYNOPSIS",
    ".B strata",
    "[\\fIoptions\\fR] \\fIcommand\\fR [\\fIarguments\\fR]",
    ".SH DESCRIPTION",
    "Strata keeps snapshots of folders in a store. A label is a name that points at a snapshot; each move of a label is kept, so that",
    "any earlier state can come back.",
    ".PP",
    ...lines(REFERENCES),
    ".SH EXAMPLES",
    ...FIRST_COMMANDS.flatMap(([line, about]) => tagged(line, about)),
    ".SH OPTIONS",
    ...GLOBAL_OPTIONS.flatMap(optionLines),
    ".SH COMMANDS",
    ...table.filter((entry) => !isHidden(entry)).flatMap(commandLines),
    ".SH EXIT STATUS",
    ...EXIT_CODES.flatMap(([code, about]) => tagged(String(code), about.join(" "))),
    ".SH ENVIRONMENT",
    ...ENVIRONMENT.flatMap(([name, about]) => tagged(name, about)),
  ].join("\n");
}

function commandLines(entry: CliCommand | CliService): string[] {
  const { words, arguments: all, options } = entry;
  const usage = [
    "strata",
    words,
    ...all.map(({ syntax }) => syntax),
    ...(options.length ? ["[options]"] : []),
  ];
  const example = examples[words];
  return [
    `.SS ${quoted(usage.join(" "))}`,
    ...lines(summaryOf(entry)),
    ...all.flatMap(({ syntax, about }) => tagged(syntax, about)),
    ...options.flatMap(optionLines),
    ...(example === undefined ? [] : [".PP", "Example:", ".EX", ...lines(`strata ${example}`), ".EE"]),
  ];
}

function optionLines({ flags, about, choices, required }: CliOption): string[] {
  const more = [...(choices ? [`one of ${choices.join(", ")}`] : []), ...(required ? ["required"] : [])];
  return tagged(flags, more.length > 0 ? `${about} (${more.join("; ")})` : about);
}

function tagged(term: string, about: string): string[] {
  return [".TP", `.B ${quoted(term)}`, ...lines(about)];
}

function lines(text: string): string[] {
  return text.split("\n").map(quoted);
}

/** Writes text so that none of it is a request or an escape of roff. */
function quoted(text: string): string {
  return text.replaceAll("\\", "\\e").replaceAll("-", "\\-").replace(/^[.']/, "\\&$&");
}
