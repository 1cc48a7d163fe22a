import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { AppError } from "../../api/bridge.ts";
import { client } from "../../api/client.ts";
import { existsQuery, mountStateQuery, mountsQuery } from "../../api/mounts.ts";
import { TextField } from "../../components/field.tsx";
import { fileNameProblem, isFolderPath } from "../../components/file-names.ts";
import { folderOf, nameOf } from "../../components/format.ts";
import { isWithin, pathOf } from "../../components/paths.ts";
import { createFile, createFolder, moveTo } from "../../model/working/edits.ts";
import { mountWithId } from "../../model/working/mount-with-id.ts";
import { FormModal } from "../../shared/forms/form-modal.tsx";
import { type DialogRequest, useClose, useDialog } from "../../state/dialogs.ts";
import { text } from "../../strings/index.ts";

const words = text.working;

type Request = Extract<DialogRequest, { name: "working-path" }>;

/** Asks for the name of a new file or folder, or for another name or folder of one that is there. */
export function PathDialog() {
  const request = useDialog("working-path");
  return request && <PathForm request={request} />;
}

function PathForm({ request }: { readonly request: Request }) {
  const { mount, what, path } = request;
  const close = useClose();
  const [value, setValue] = useState(firstValue(request));
  const target = targetOf(request, value);
  const taken = useIsTaken(mount, target);
  const [isTouched, setTouched] = useState(false);
  const problem = problemOf(request, value, taken);
  const work = useMutation<unknown, AppError>({
    mutationFn: () => carryOut(request, target),
    onSuccess: close,
  });
  const { title, submit, field } = words.paths[what];
  const folder = what === "rename" ? folderOf(path) : path;
  return (
    <FormModal
      title={what === "rename" || what === "move" ? `${title}: ${nameOf(path)}` : title}
      about={what === "move" ? words.moveHint : folder === "" ? words.inRoot : words.inFolder(folder)}
      submit={submit}
      canSubmit={problem === undefined}
      isPending={work.isPending}
      error={work.error}
      onSubmit={() => work.mutate()}
      onClose={close}
    >
      <TextField
        data-first-focus
        label={field}
        value={value}
        problem={isTouched ? problem : undefined}
        onChange={(next) => {
          work.reset();
          setTouched(true);
          setValue(next);
        }}
      />
    </FormModal>
  );
}

/** Runs the action unless the path is taken by now: a quick user submits before the field's check. */
async function carryOut(request: Request, target: string): Promise<void> {
  const { name } = await mountWithId(request.mount);
  const { ca_id } = await client.fetchQuery(mountStateQuery(name));
  if (await client.fetchQuery(existsQuery(ca_id, target)))
    throw new AppError({ code: "EEXIST", message: words.problems.taken(nameOf(target)) });
  await DO[request.what](request, target);
}

const DO: Readonly<Record<Request["what"], (request: Request, target: string) => Promise<void>>> = {
  "new-file": ({ mount }, target) => createFile(mount, target),
  "new-folder": ({ mount }, target) => createFolder(mount, target),
  rename: ({ mount, path }, target) => moveTo(mount, path, target),
  move: ({ mount, path }, target) => moveTo(mount, path, target),
};

function firstValue({ what, path }: Request): string {
  if (what === "rename") return nameOf(path);
  return what === "move" ? folderOf(path) : "";
}

/** Returns the path for the typed name. */
function targetOf({ what, path }: Request, value: string): string {
  if (what === "rename") return pathOf(folderOf(path), value);
  return what === "move" ? pathOf(value, nameOf(path)) : pathOf(path, value);
}

/** Describes the problem with the typed name, as the store would. */
function problemOf(request: Request, value: string, taken: boolean | undefined): string | undefined {
  const { what, path } = request;
  const { problems } = words;
  const target = targetOf(request, value);
  if (what === "move") {
    if (!isFolderPath(value)) return problems.path;
    if (target === path) return problems.same;
    if (isWithin(path, value)) return problems.inside;
  } else {
    const problem = fileNameProblem(value);
    if (problem !== undefined) return problems[problem];
    if (what === "rename" && target === path) return problems.same;
  }
  return taken ? problems.taken(nameOf(target)) : undefined;
}

/** Whether there is something at a path of a working copy; undefined while it is unknown. */
function useIsTaken(mount: number, path: string): boolean | undefined {
  const { data: name } = useQuery({
    ...mountsQuery(),
    select: (mounts) => mounts.find(({ id }) => id === mount)?.name,
  });
  const { data: state } = useQuery({ ...mountStateQuery(name ?? ""), enabled: name !== undefined });
  const isPath = path !== "" && isFolderPath(path);
  const { data } = useQuery({
    ...existsQuery(state?.ca_id ?? "", path),
    enabled: state !== undefined && isPath,
  });
  return isPath ? data : false;
}
