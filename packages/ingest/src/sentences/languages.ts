/** What the rules know of a language: words, never sentences. Lower case, without their last full stop. */
export interface LanguageRules {
  /** Abbreviations that a name follows; only so when capitalised: "Gen.". */
  readonly titles: ReadonlySet<string>;
  /** Abbreviations that something always follows: "e.g.". */
  readonly open: ReadonlySet<string>;
  /** Abbreviations that a number follows; before anything else they are words: "No. 5" and "No. It is not". */
  readonly beforeNumber: ReadonlySet<string>;
  /** Abbreviations that may end a sentence; they do when a word follows that often begins one. */
  readonly either: ReadonlySet<string>;
  /** Words that often begin a sentence and are no names. */
  readonly starters: ReadonlySet<string>;
  /** Whether a full stop makes a number an ordinal: "3. Oktober". */
  readonly ordinals: boolean;
  /** What follows a quotation that ends with a stop and belongs to it: "he said". */
  readonly speech?: RegExp;
}

interface Words {
  readonly titles?: string;
  readonly open?: string;
  readonly beforeNumber?: string;
  readonly either?: string;
  readonly starters?: string;
  readonly ordinals?: boolean;
  readonly speech?: RegExp;
}

/** English; its company forms, titles and citations occur in texts of every language. */
const ENGLISH: Words = {
  titles: `mr mrs ms mx messrs mmes dr prof rev hon gen sen rep gov capt cmdr lt col sgt maj adm brig cpl pvt supt insp
    pres amb atty mt ft`,
  open: `e.g i.e eg ie cf viz vs v approx ca resp incl esp ibid op et seq`,
  beforeNumber: `no nos fig figs eq eqs eqn sec sect secs ch chap chaps vol vols p pp pg pgs art arts para paras ref refs
    tab tbl app ex ext apt bldg ste rm flr tel fax nr n° nº n.º n.o № ver ed pt pts cl reg rs stat cong ser min max avg
    jan feb mar apr jun jul aug sep sept oct nov dec`,
  either: `inc ltd co corp llc llp lp plc cos bros jr sr esq st ave rd blvd sq dept dist div assn assoc intl univ inst govt
    al ph.d m.d b.a m.a b.s m.s m.b.a d.c u.s u.k u.s.a e.u u.n n.v s.a a.g l.p n.a pty pte gmbh natl mfg ala ariz ark
    calif colo conn fla kan ky md mich minn mont neb nev okla penn tenn tex vt wis wyo`,
  starters: `the this that these those there here it its he she they we you i his her their our your my a an as at by
    for from in into of on to with without within after before during since until while when where whether which who whom
    whose why what how if unless although though because so and but or nor yet however therefore thus hence moreover
    furthermore also additionally meanwhile otherwise instead did do does is are was were has have had can could should
    would shall might must let please see note no not none all any some each every both either neither most many several
    few such one two three once under over upon between among through throughout against about above below despite
    according based given assuming accordingly consequently finally first second third then next later today yesterday
    tomorrow now only even even just like unlike another other others generally historically currently subsequently`,
  // Followed by another quotation it introduces that one, and is a sentence of its own.
  speech:
    /^(?:\p{Lu}[\p{L}.'’-]*\s+){1,3}(?:said|says|asked|asks|replied|added|adds|wrote|writes|told|explained|noted|cried|shouted|answered|continued|exclaimed|whispered|insisted|argued|recalled|concluded|warned)\b(?!\s*[,:]?\s*["“‘])/u,
};

const OTHERS: Readonly<Record<string, Words>> = {
  de: {
    titles: `hr hrn fr frl fa dipl ing mag dr prof st hl`,
    open: `z.b d.h u.a i.d.r s.o s.u o.ä u.u v.a m.e i.v.m bzw ca vgl evtl ggf inkl exkl sog gem bspw insb insbes allg jew
      zzgl abzgl geb gest verh`,
    beforeNumber: `abs art aufl bd bde kap nr nrn s ziff abb tab tel hrsg rn rdnr bl jg mind okt dez mär`,
    either: `usw etc u.s.w str mio mrd tsd jh jhd jahrh e.v dgl`,
    starters: `der die das den dem des ein eine einer einem einen er sie es wir ihr ich du man dies diese dieser dieses
      diesem diesen jene jener in im am an auf aus bei mit nach seit von vom vor zu zum zur über unter zwischen für durch
      gegen ohne um und oder aber doch sondern denn wenn weil da dass als ob obwohl während nachdem bevor damit so also
      daher deshalb dennoch jedoch außerdem zudem hier dort heute gestern morgen nun jetzt dann danach was wer wie wo wann
      warum auch nur noch nicht kein keine alle viele einige mehrere jeder jede jedes sein seine ihre unser unsere laut
      gemäß insgesamt darüber dabei dazu dafür`,
    ordinals: true,
  },
  fr: {
    titles: `m mm mme mmes mlle mlles mgr me pr st ste`,
    open: `c.-à-d p.ex cf env`,
    beforeNumber: `n fig chap art p pp vol t tél al éd janv févr avr juil déc`,
    either: `etc s.a s.a.r.l sarl cie bd boul av j.-c`,
    starters: `le la les un une des l'un ce cet cette ces il elle ils elles on nous vous je tu son sa ses leur leurs notre nos
      votre mon ma mes en dans sur sous avec sans pour par de du à au aux chez entre vers depuis pendant après avant mais ou
      et donc or ni car si quand lorsque comme que qui quoi où comment pourquoi puis ensuite enfin ainsi alors aussi
      toutefois cependant selon malgré tout tous toute toutes plusieurs aucun aucune certains chaque ici là hier`,
  },
  es: {
    titles: `sr sra srta sres sras srtas dr dra dres lic ing prof profa d dª dn dña fr gral gob pbro mons arq ee`,
    open: `p.ej ej`,
    beforeNumber: `n núm num art pág págs p pp cap vol fig tel tfno ap apdo párr ene abr ago dic`,
    either: `etc s.a s.l s.a.s cía ltda uu ee.uu av avda ud uds vd vds`,
    starters: `el la los las un una unos unas lo este esta estos estas ese esa esos esas aquel él ella ellos ellas nosotros yo
      tú usted ustedes su sus mi mis nuestro nuestra en de del a al con sin por para según sobre entre desde hasta tras
      durante ante y e o u pero mas sino aunque si cuando como donde que qué quién cómo cuándo dónde porque pues además
      también sin no ni ya hoy ayer así entonces luego después antes todo todos cada algunos muchos otro otra se`,
  },
  it: {
    // Italian writes titles small.
    open: `sig sigg sig.ra sig.na dott dott.ssa prof.ssa ing avv arch geom mons p.es es cfr egr gent spett prof`,
    beforeNumber: `n nn art artt pag pagg p pp cap vol fig tel gen mag giu lug ago sett ott dic`,
    either: `ecc etc s.p.a s.r.l s.n.c`,
    starters: `il lo la i gli le un uno una l'uno questo questa questi queste quello quella egli ella esso essa loro noi voi io tu
      lui lei in di a da con su per tra fra nel nella del della al alla dal dalla sul e ed o ma però se quando come dove che
      chi perché dunque quindi poi anche inoltre tuttavia secondo dopo prima durante non ogni tutti tutto alcuni molti`,
  },
  pt: {
    titles: `sr sra srta srs sras dr dra drs prof profa eng d exmo exma ilmo`,
    open: `p.ex`,
    beforeNumber: `n núm art pág págs p pp cap vol fig tel ap fev abr mai ago out dez`,
    either: `etc s.a ltda cia av r`,
    starters: `o a os as um uma uns umas este esta estes estas esse essa isso isto aquele aquela ele ela eles elas nós eu você
      vocês seu sua em no na nos nas de do da dos das ao à por para com sem sobre entre desde até após durante e ou mas
      porém se quando como onde que quem porque pois além também não já hoje ontem assim então depois antes todo todos cada
      segundo`,
  },
  nl: {
    titles: `dhr mevr mw drs ir ing ds`,
    open: `bijv d.w.z o.a m.n t.a.v i.v.m ca evt incl excl vgl zgn resp`,
    beforeNumber: `nr nrs art blz p pp hfst fig tel afb tab mrt okt`,
    either: `enz etc e.d b.v n.v str`,
    starters: `de het een dit dat deze die hij zij ze wij we ik jij je u er hier daar in op aan bij met van voor naar uit over onder
      tussen door tegen zonder om en of maar want als omdat toen wanneer hoe wat wie waar waarom ook niet geen alle veel
      sommige volgens na sinds tijdens daarom echter bovendien zo dan nu`,
  },
  ru: {
    open: `г-н г-жа проф акад д-р им ул пр-т пл тов гр см ср напр т.е т.к т.н т.о св`,
    beforeNumber: `№ стр с рис табл гл п пп ст ч т тел д кв вып изд`,
    either: `др пр т.д т.п т.ч г гг в вв руб коп тыс млн млрд н.э`,
    starters: `в на с из к по о об от до за при для без под над между через после перед и а но или да если когда как что кто где
      почему чтобы он она оно они мы вы я ты это этот эта эти тот та те его её их наш ваш мой не ни все всё каждый также
      однако поэтому затем потом тогда здесь там сегодня вчера`,
  },
  hi: {
    open: `डॉ श्री श्रीमती सुश्री प्रो पं स्व कु`,
  },
  ar: { open: `د أ م ص` },
};

/** Languages without more here, in which a full stop makes a number an ordinal. */
const ORDINALS = new Set([
  "cs",
  "da",
  "et",
  "fi",
  "hr",
  "hu",
  "is",
  "lv",
  "nb",
  "nn",
  "no",
  "sk",
  "sl",
  "sr",
  "tr",
]);

const cache = new Map<string, LanguageRules>();

/** The rules for a language: its own and English's. */
export function rulesFor(language: string): LanguageRules {
  let rules = cache.get(language);
  if (!rules) {
    const own = OTHERS[language] ?? {};
    const speech = own.speech ?? ENGLISH.speech;
    rules = {
      titles: words(own.titles, ENGLISH.titles),
      open: words(own.open, ENGLISH.open),
      beforeNumber: words(own.beforeNumber, ENGLISH.beforeNumber),
      either: words(own.either, ENGLISH.either),
      starters: words(own.starters ?? ENGLISH.starters),
      ordinals: own.ordinals ?? ORDINALS.has(language),
      ...(speech && { speech }),
    };
    cache.set(language, rules);
  }
  return rules;
}

function words(...lists: readonly (string | undefined)[]): Set<string> {
  return new Set(lists.flatMap((list) => list?.split(/\s+/) ?? []));
}
