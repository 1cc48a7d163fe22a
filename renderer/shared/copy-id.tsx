import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { shell } from "../api/bridge.ts";
import { shortId } from "../components/format.ts";
import { Tip } from "../components/tip.tsx";
import { text } from "../strings/index.ts";
import styles from "./copy-id.module.css";

/** An id by its first digits; a click copies all of it. */
export function CopyId({ id }: { readonly id: string }) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), 1500);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <Tip text={copied ? text.common.copied : text.common.copyId}>
      <button
        type="button"
        className={`mono ${styles.id}`}
        aria-label={`${text.common.copyId}: ${shortId(id)}`}
        onClick={() => void shell({ do: "copy", text: id }).then(() => setCopied(true))}
      >
        {shortId(id)}
        {copied ? <Check size={12} aria-hidden /> : <Copy size={12} aria-hidden />}
      </button>
    </Tip>
  );
}
