import type { Package, Relation } from "../archive/office-package.ts";
import type { XmlElement } from "../archive/xml-element.ts";
import type { BlockWriter } from "../text/block-writer.ts";
import type { Notes } from "./notes.ts";
import type { Numbering } from "./numbering.ts";
import type { Styles } from "./styles.ts";

/** A document that is being read, and where its text goes. */
export interface WordDocument {
  readonly pack: Package;
  /** Of the part that is being read. */
  readonly relations: ReadonlyMap<string, Relation>;
  readonly source: string;
  readonly styles: Styles;
  readonly numbering: Numbering;
  readonly footnotes: Notes;
  readonly endnotes: Notes;
  readonly comments: Notes;
  readonly writer: BlockWriter;
  readonly warnings: string[];
  readonly state: {
    /** Set where text was left out because the document hides it. */
    hidden: boolean;
    /** Footnotes that were referred to so far. */
    footnotes: number;
    /** Endnotes that were referred to so far, in their order. */
    readonly endnotes: XmlElement[];
    /** Notes and comments that were written: one that refers to itself ends there. */
    readonly written: Set<XmlElement>;
    /** Embedded documents that were read: one that holds itself ends there. */
    readonly parts: Set<string>;
  };
}
