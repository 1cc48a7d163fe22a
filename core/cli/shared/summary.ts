import { registry } from "../../api/registry/registry.ts";
import type { CliCommand, CliService } from "./cli-command.ts";

/** Returns the sentence that says what a command does. */
export function summaryOf(entry: CliCommand | CliService): string {
  return "command" in entry ? (entry.summary ?? registry[entry.command].summary) : entry.summary;
}
