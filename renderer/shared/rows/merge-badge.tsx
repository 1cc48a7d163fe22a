import { useQuery } from "@tanstack/react-query";
import { Merge } from "lucide-react";
import { mergesQuery } from "../../api/merges.ts";
import { isOf } from "../../model/merge/open-merges.ts";
import { text } from "../../strings/index.ts";
import styles from "./change-badge.module.css";

/** Marks a label with merges that are not completed; nothing for none. */
export function MergeBadge({ label }: { readonly label: string }) {
  const { data: open } = useQuery({
    ...mergesQuery(),
    select: ({ merges }) => merges.filter((merge) => isOf(merge, label)).length,
  });
  if (!open) return null;
  const words = text.merge.openMerges(open);
  return (
    <span className={styles.merges} role="img" aria-label={words} title={words} data-merges={open}>
      <Merge size={12} aria-hidden />
    </span>
  );
}
