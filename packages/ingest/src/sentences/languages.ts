/** What the rules know of a language: words, never sentences. Lower case, without their last full stop. */
export interface LanguageRules {
  /** Abbreviations that something always follows: titles, "e.g.". */
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
  readonly open?: string;
  readonly beforeNumber?: string;
  readonly either?: string;
  readonly starters?: string;
  readonly ordinals?: boolean;
  readonly speech?: RegExp;
}

/** English; its company forms, titles and citations occur in texts of every language. */
const ENGLISH: Words = {
  open: `mr mrs ms mx messrs mmes dr prof rev hon gen sen rep gov capt cmdr lt col sgt maj adm brig cpl pvt supt insp
    pres amb atty mt ft e.g i.e eg ie cf viz vs v approx ca resp incl esp ibid op et seq`,
  beforeNumber: `no nos fig figs eq eqs eqn sec sect secs ch chap chaps vol vols p pp pg pgs art arts para paras par ref
    refs tab tbl app ex ext apt bldg ste rm flr tel fax nr n° nº n.º n.o № v ver ed pt pts cl reg rs rs stat cong ser
    item items note schedule`,
  either: `inc ltd co corp llc llp lp plc cos bros jr sr esq st ave rd blvd sq dept dist div est assn assoc intl univ inst
    govt al jan feb mar apr jun jul aug sep sept oct nov dec ph.d m.d b.a m.a b.s m.s m.b.a d.c u.s u.k u.s.a e.u u.n
    n.v s.a a.g l.p n.a pty pte gmbh kg ag hr hrs min mins sec secs yr yrs mo mos wk lb lbs oz ft sq km kg cm mm avg max
    temp mfg mktg bros natl ala ariz ark calif colo conn del fla ga ill ind kan ky la md mass mich minn miss mont neb nev
    okla ore pa penn tenn tex va vt wash wis wyo`,
  starters: `the this that these those there here it its he she they we you i his her their our your my a an as at by
    for from in into of on to with without within after before during since until while when where whether which who whom
    whose why what how if unless although though because so and but or nor yet however therefore thus hence moreover
    furthermore also additionally meanwhile otherwise instead did do does is are was were has have had can could should
    would shall might must let please see note no not none all any some each every both either neither most many several
    few such one two three once under over upon between among through throughout against about above below despite
    according based given assuming accordingly consequently finally first second third then next later today yesterday
    tomorrow now only even even just like unlike another other others generally historically currently subsequently`,
  speech:
    /^(?:\p{Lu}[\p{L}.'’-]*\s+){1,3}(?:said|says|asked|asks|replied|added|adds|wrote|writes|told|explained|noted|cried|shouted|answered|continued|exclaimed|whispered|insisted|argued|recalled|concluded|warned)\b/u,
};

const OTHERS: Readonly<Record<string, Words>> = {
  de: {
    open: `hr hrn fr frl herr dipl ing mag dr prof z.b d.h u.a i.d.r s.o s.u o.ä u.u v.a m.e bzw ca vgl evtl ggf inkl exkl
      sog gem lt bspw insb insbes allg max min mind etwa jew zzgl abzgl usw.a geb gest hl st verh`,
    beforeNumber: `abs art aufl bd bde kap nr nrn s seite ziff abb tab tel hrsg rn rdnr bl jg lfd`,
    either: `usw etc u.s.w str gmbh mio mrd tsd jh jhd jahrh kg ag e.v dgl tgl jan feb mär apr jun jul aug sep sept okt nov dez`,
    starters: `der die das den dem des ein eine einer einem einen er sie es wir ihr ich du man dies diese dieser dieses
      diesem diesen jene jener in im am an auf aus bei mit nach seit von vom vor zu zum zur über unter zwischen für durch
      gegen ohne um und oder aber doch sondern denn wenn weil da dass als ob obwohl während nachdem bevor damit so also
      daher deshalb dennoch jedoch außerdem zudem hier dort heute gestern morgen nun jetzt dann danach was wer wie wo wann
      warum auch nur noch nicht kein keine alle viele einige mehrere jeder jede jedes sein seine ihre unser unsere laut
      gemäß insgesamt darüber dabei dazu dafür`,
    ordinals: true,
  },
  fr: {
    open: `m mm mme mmes mlle mlles mgr me dr pr st ste c.-à-d p.ex cf env av apr`,
    beforeNumber: `n no nos n° fig chap art p pp vol t tél tel al éd par`,
    either: `etc s.a s.a.r.l sarl cie bd boul av janv févr avr juil sept oct nov déc j.-c`,
    starters: `le la les un une des l'un ce cet cette ces il elle ils elles on nous vous je tu son sa ses leur leurs notre nos
      votre mon ma mes en dans sur sous avec sans pour par de du à au aux chez entre vers depuis pendant après avant mais ou
      et donc or ni car si quand lorsque comme que qui quoi où comment pourquoi puis ensuite enfin ainsi alors aussi
      toutefois cependant selon malgré tout tous toute toutes plusieurs aucun aucune certains chaque ici là hier`,
  },
  es: {
    open: `sr sra srta sres sras srtas dr dra dres lic ing prof profa d dª dn dña fr gral gob pbro mons arq p.ej ej vs cía.a`,
    beforeNumber: `n nº núm num art arts pág págs p pp cap vol fig tel tfno ap apdo párr ed`,
    either: `etc s.a s.l s.a.s cía ltda ee.uu e.e.u.u av avda c ene feb mar abr may jun jul ago sep sept oct nov dic ud uds vd vds`,
    starters: `el la los las un una unos unas lo este esta estos estas ese esa esos esas aquel él ella ellos ellas nosotros yo
      tú usted ustedes su sus mi mis nuestro nuestra en de del a al con sin por para según sobre entre desde hasta tras
      durante ante y e o u pero mas sino aunque si cuando como donde que qué quién cómo cuándo dónde porque pues además
      también sin no ni ya hoy ayer así entonces luego después antes todo todos cada algunos muchos otro otra se`,
  },
  it: {
    open: `sig sigg sig.ra sig.na dott dott.ssa prof prof.ssa ing avv arch geom on mons p.es es cfr ca egr gent spett`,
    beforeNumber: `n nn n° art artt pag pagg p pp cap vol fig tel tab ed`,
    either: `ecc etc s.p.a s.r.l s.n.c gen feb mar apr mag giu lug ago set sett ott nov dic`,
    starters: `il lo la i gli le un uno una l'uno questo questa questi queste quello quella egli ella esso essa loro noi voi io tu
      lui lei in di a da con su per tra fra nel nella del della al alla dal dalla sul e ed o ma però se quando come dove che
      chi perché dunque quindi poi anche inoltre tuttavia secondo dopo prima durante non ogni tutti tutto alcuni molti`,
  },
  pt: {
    open: `sr sra srta srs sras dr dra drs prof profa eng d exmo exma ilmo p.ex ex cf`,
    beforeNumber: `n nº núm art arts pág págs p pp cap vol fig tel ap`,
    either: `etc s.a ltda cia av r jan fev mar abr mai jun jul ago set out nov dez`,
    starters: `o a os as um uma uns umas este esta estes estas esse essa isso isto aquele aquela ele ela eles elas nós eu você
      vocês seu sua em no na nos nas de do da dos das ao à por para com sem sobre entre desde até após durante e ou mas
      porém se quando como onde que quem porque pois além também não já hoje ontem assim então depois antes todo todos cada
      segundo`,
  },
  nl: {
    open: `dhr mevr mw dr drs ir ing mr prof ds bijv d.w.z o.a m.n t.a.v i.v.m nl ca evt incl excl vgl zgn resp`,
    beforeNumber: `nr nrs art blz p pp hfst fig tel afb tab`,
    either: `enz etc e.d b.v n.v str jan feb mrt apr jun jul aug sep sept okt nov dec`,
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
  hi: { open: `डॉ श्री श्रीमती सुश्री प्रो पं स्व कु` },
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
    const open = words(own.open, ENGLISH.open);
    // A word of the language itself is what that language says it is.
    const ownOthers = words(own.beforeNumber, own.either);
    for (const word of words(ENGLISH.open)) if (ownOthers.has(word)) open.delete(word);
    rules = {
      open,
      beforeNumber: words(own.beforeNumber, ENGLISH.beforeNumber),
      either: words(own.either, ENGLISH.either),
      starters: words(own.starters, Object.hasOwn(OTHERS, language) ? undefined : ENGLISH.starters),
      ordinals: own.ordinals ?? ORDINALS.has(language),
      ...((own.speech ?? ENGLISH.speech) && { speech: own.speech ?? ENGLISH.speech! }),
    };
    cache.set(language, rules);
  }
  return rules;
}

function words(...lists: readonly (string | undefined)[]): Set<string> {
  return new Set(lists.flatMap((list) => list?.split(/\s+/) ?? []));
}
