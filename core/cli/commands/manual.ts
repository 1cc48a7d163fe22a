import type { CliService } from "../shared/cli-command.ts";
import { version } from "../shared/version.ts";
import { manualPage } from "../shell/manual.ts";

/** `strata manual` */
export const manualCli: CliService = {
  words: "manual",
  summary: "Prints the manual page of the command line, for man.",
  arguments: [],
  options: [],
  async run(_, { table, say }) {
    const page = manualPage(table, version());
    await say({ page }, [page]);
  },
};
