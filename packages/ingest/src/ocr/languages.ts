import { IngestError } from "@longdoc/core";

/** Names of Tesseract's language data by ISO 639-1 code. Source: its tessdata repository, and ISO 639. */
const TESSERACT_NAMES: ReadonlyMap<string, string> = new Map(
  `af afr, am amh, ar ara, as asm, az aze, be bel, bg bul, bn ben, bo bod, br bre, bs bos, ca cat, co cos,
  cs ces, cy cym, da dan, de deu, dv div, dz dzo, el ell, en eng, eo epo, es spa, et est, eu eus, fa fas,
  fi fin, fo fao, fr fra, fy fry, ga gle, gd gla, gl glg, gu guj, he heb, hi hin, hr hrv, ht hat, hu hun,
  hy hye, id ind, is isl, it ita, iu iku, ja jpn, jv jav, ka kat, kk kaz, km khm, kn kan, ko kor, ku kmr,
  ky kir, la lat, lb ltz, lo lao, lt lit, lv lav, mi mri, mk mkd, ml mal, mn mon, mr mar, ms msa, mt mlt,
  my mya, nb nor, ne nep, nl nld, nn nor, no nor, oc oci, or ori, pa pan, pl pol, ps pus, pt por, qu que,
  ro ron, ru rus, sa san, sd snd, si sin, sk slk, sl slv, sq sqi, sr srp, su sun, sv swe, sw swa, ta tam,
  te tel, tg tgk, th tha, ti tir, to ton, tr tur, tt tat, ug uig, uk ukr, ur urd, uz uzb, vi vie, yi yid,
  yo yor, zh chi_sim, zh-hant chi_tra, zh-tw chi_tra, zh-hk chi_tra`
    .split(",")
    .map((pair) => pair.trim().split(" ") as [string, string]),
);

/** Names become file names and arguments: letters and underscores only, as all of Tesseract's own are. */
const TESSERACT_NAME = /^[a-z]{3}(?:_[a-z]+)*$/i;

export const DEFAULT_LANGUAGES: readonly string[] = ["eng"];

/**
 * Names of Tesseract's language data for what a user calls languages: ISO 639-1 codes (`de`, `zh-Hant`) or
 * Tesseract's own names (`deu`), several of them joined by `+` or commas if he likes.
 *
 * @throws IngestError `ocr.language-invalid`
 */
export function tesseractLanguages(given: readonly string[]): readonly string[] {
  const names = given
    .flatMap((each) => each.split(/[+,\s]+/))
    .filter((each) => each !== "")
    .map((each) => tesseractName(each));
  return names.length > 0 ? [...new Set(names)] : DEFAULT_LANGUAGES;
}

function tesseractName(language: string): string {
  const tag = language.toLowerCase();
  const name = TESSERACT_NAMES.get(tag) ?? TESSERACT_NAMES.get(tag.split("-", 1)[0]!);
  if (name !== undefined) return name;
  if (TESSERACT_NAME.test(language)) return language;
  throw new IngestError("ocr.language-invalid", `"${language}" is not the name of a language.`, {
    input: language,
    hint: "Give an ISO 639-1 code (de) or Tesseract's own name (deu); join several with +.",
  });
}
