import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { History } from "lucide-react";
import { useState } from "react";
import type { InterruptedImport } from "../../../electron/bridge.ts";
import { shell } from "../../api/bridge.ts";
import { infoQuery, labelQuery } from "../../api/queries.ts";
import { appChanged } from "../../api/stale.ts";
import { Ago } from "../../components/ago.tsx";
import { Button } from "../../components/button.tsx";
import { attempt } from "../../model/attempt.ts";
import { takeImport } from "../../model/import/take.ts";
import { text } from "../../strings/index.ts";
import styles from "./interrupted.module.css";

const words = text.importing.interrupted;

/** The imports that an earlier run of the app did not end. */
export function InterruptedImports() {
  const { data } = useQuery(infoQuery());
  if (data === undefined || data.interrupted.length === 0 || data.store.state !== "ready") return null;
  return (
    <section aria-label={words.region}>
      {data.interrupted.map((each) => (
        <Card key={each.id} interrupted={each} />
      ))}
    </section>
  );
}

function Card({ interrupted: { id, label, paths, began } }: { readonly interrupted: InterruptedImport }) {
  const client = useQueryClient();
  const [goingOn, setGoingOn] = useState(false);
  const dismiss = useMutation({
    mutationFn: () => shell({ do: "dismiss-interrupted", id }),
    onSettled: appChanged,
  });
  const goOn = async () => {
    setGoingOn(true);
    try {
      const known = await client.fetchQuery(labelQuery(label));
      const status = await takeImport({ input: { paths, label }, isNew: known === null });
      // One that was still waiting for its turn never began: only here it is known that it is not wanted any more.
      if (status === "cancelled") await dismiss.mutateAsync();
    } finally {
      setGoingOn(false);
    }
  };
  // Its progress is shown elsewhere while it runs; if it fails again, the card is back.
  if (goingOn) return null;
  return (
    <div className={styles.banner} data-interrupted={label}>
      <History size={16} aria-hidden className={styles.icon} />
      <p className={styles.words}>
        {words.what(label)} <Ago at={began} />. <span className="muted">{words.about}</span>
      </p>
      <Button variant="quiet" disabled={dismiss.isPending} onClick={() => dismiss.mutate()}>
        {words.dismiss}
      </Button>
      <Button onClick={() => attempt(goOn())}>{words.goOn}</Button>
    </div>
  );
}
