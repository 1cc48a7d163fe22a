import { useMutation } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { labelNameProblem } from "../../../core/labels/label-name-problem.ts";
import type { AppError } from "../../api/bridge.ts";
import { useClose } from "../../state/dialogs.ts";
import { FormModal } from "./form-modal.tsx";
import { NameField } from "./name-field.tsx";

interface NameModalProps {
  readonly title: string;
  readonly about: string;
  /** The text of its submit button. */
  readonly submit: string;
  /** Whether only the button submits it, and Enter does not. */
  readonly danger?: boolean;
  /** The present name; "" for something new. */
  readonly before?: string;
  /** Gives the name; the dialog closes after it. Throws an {@link AppError}, which is shown. */
  readonly onName: (name: string) => Promise<unknown>;
  /** What stands below the name. */
  readonly children?: ReactNode;
}

/** A dialog that asks for a name by the rules for labels, and gives it. */
export function NameModal({ before = "", onName, children, ...form }: NameModalProps) {
  const close = useClose();
  const [name, setName] = useState(before);
  const give = useMutation<unknown, AppError>({ mutationFn: () => onName(name), onSuccess: close });
  return (
    <FormModal
      {...form}
      canSubmit={name !== before && labelNameProblem(name) === undefined}
      isPending={give.isPending}
      error={give.error}
      onSubmit={() => give.mutate()}
      onClose={close}
    >
      <NameField
        value={name}
        onChange={(next) => {
          give.reset();
          setName(next);
        }}
      />
      {children}
    </FormModal>
  );
}
