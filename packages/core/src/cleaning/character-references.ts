// biome-ignore-all format: generated
// Made by tools/parity/data-pipeline/make-character-references.py from the table of the HTML standard.

/** The names of each text, but for those that follow from a rule: `&copy;` and `&COPY;` are one. */
export const NAMES =
  "Tab NewLine excl QUOT,quot num dollar percnt AMP,amp apos lpar rpar midast,ast plus comma period sol " +
  "colon semi LT,lt nvlt equals bne GT,gt nvgt quest commat lbrack,lsqb bsol rbrack,rsqb Hat " +
  "UnderBar,lowbar DiacriticalGrave,grave fjlig lbrace,lcub VerticalLine,verbar,vert rbrace,rcub " +
  "NonBreakingSpace,nbsp iexcl cent pound curren yen brvbar sect DoubleDot,Dot,die,uml COPY,copy ordf " +
  "laquo not shy circledR,REG,reg strns,macr deg PlusMinus,plusmn,pm sup2 sup3 DiacriticalAcute,acute " +
  "micro para CenterDot,centerdot,middot Cedilla,cedil sup1 ordm raquo frac14 frac12,half frac34 iquest " +
  "Agrave Aacute Acirc Atilde Auml Aring,angst AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute " +
  "Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute " +
  "THORN szlig divide,div Amacr Abreve Aogon Cacute Ccirc Cdot Ccaron Dcaron Dstrok Emacr Edot Eogon " +
  "Ecaron Gcirc Gbreve Gdot Gcedil Hcirc Hstrok Itilde Imacr Iogon Idot inodot,imath IJlig Jcirc Kcedil " +
  "kgreen Lacute Lcedil Lcaron Lmidot Lstrok Nacute Ncedil Ncaron napos ENG Omacr Odblac OElig Racute " +
  "Rcedil Rcaron Sacute Scirc Scedil Scaron Tcedil Tcaron Tstrok Utilde Umacr Ubreve Uring Udblac Uogon " +
  "Wcirc Ycirc Yuml Zacute Zdot Zcaron fnof imped gacute jmath circ Hacek,caron Breve,breve " +
  "DiacriticalDot,dot ring ogon DiacriticalTilde,tilde DiacriticalDoubleAcute,dblac DownBreve Alpha " +
  "Beta Gamma Delta Epsilon Zeta Eta Theta Iota Kappa Lambda Mu Nu Xi Omicron Pi Rho Sigma Tau Upsilon " +
  "Phi Chi Psi Omega,ohm epsi varsigma,sigmaf,sigmav upsi thetasym,vartheta,thetav upsih,Upsi " +
  "straightphi,varphi,phiv varpi,piv Gammad digamma varkappa,kappav varrho,rhov " +
  "straightepsilon,varepsilon,epsiv backepsilon,bepsi IOcy DJcy GJcy Jukcy DScy Iukcy YIcy Jsercy LJcy " +
  "NJcy TSHcy KJcy Ubrcy DZcy Acy Bcy Vcy Gcy Dcy IEcy ZHcy Zcy Icy Jcy Kcy Lcy Mcy Ncy Ocy Pcy Rcy Scy " +
  "Tcy Ucy Fcy KHcy TScy CHcy SHcy SHCHcy HARDcy Ycy SOFTcy Ecy YUcy YAcy ensp emsp emsp13 emsp14 numsp " +
  "puncsp ThinSpace,thinsp VeryThinSpace,hairsp " +
  "NegativeVeryThinSpace,NegativeMediumSpace,NegativeThickSpace,NegativeThinSpace,ZeroWidthSpace zwnj " +
  "zwj lrm rlm hyphen,dash ndash mdash horbar Verbar,Vert OpenCurlyQuote,lsquo " +
  "CloseCurlyQuote,rsquor,rsquo lsquor,sbquo OpenCurlyDoubleQuote,ldquo " +
  "CloseCurlyDoubleQuote,rdquor,rdquo ldquor,bdquo dagger ddagger,Dagger bullet,bull nldr hellip,mldr " +
  "permil pertenk prime Prime tprime backprime,bprime lsaquo rsaquo OverBar,oline caret hybull frasl " +
  "bsemi qprime MediumSpace ThickSpace NoBreak ApplyFunction,af InvisibleTimes,it InvisibleComma,ic " +
  "euro TripleDot,tdot DotDot complexes,Copf incare gscr HilbertSpace,hamilt,Hscr Poincareplane,Hfr " +
  "quaternions,Hopf planckh hslash,planck,plankv,hbar imagline,Iscr imagpart,image,Ifr,Im " +
  "Laplacetrf,lagran,Lscr ell naturals,Nopf numero copysr weierp,wp primes,Popf rationals,Qopf " +
  "realine,Rscr realpart,real,Rfr,Re reals,Ropf rx TRADE,trade integers,Zopf mho zeetrf,Zfr iiota " +
  "Bernoullis,bernou,Bscr Cayleys,Cfr escr expectation,Escr Fouriertrf,Fscr Mellintrf,phmmat,Mscr " +
  "orderof,order,oscr alefsym,aleph beth gimel daleth CapitalDifferentialD,DD DifferentialD,dd " +
  "ExponentialE,exponentiale,ee ImaginaryI,ii frac13 frac23 frac15 frac25 frac35 frac45 frac16 frac56 " +
  "frac18 frac38 frac58 frac78 ShortLeftArrow,LeftArrow,leftarrow,slarr,larr " +
  "ShortUpArrow,UpArrow,uparrow,uarr ShortRightArrow,RightArrow,rightarrow,srarr,rarr " +
  "ShortDownArrow,DownArrow,downarrow,darr LeftRightArrow,leftrightarrow,harr " +
  "UpDownArrow,updownarrow,varr UpperLeftArrow,nwarrow,nwarr UpperRightArrow,nearrow,nearr " +
  "LowerRightArrow,searrow,searr LowerLeftArrow,swarrow,swarr nleftarrow,nlarr nrightarrow,nrarr " +
  "rightsquigarrow,rarrw nrarrw twoheadleftarrow,Larr Uarr twoheadrightarrow,Rarr Darr " +
  "leftarrowtail,larrtl rightarrowtail,rarrtl LeftTeeArrow,mapstoleft UpTeeArrow,mapstoup " +
  "RightTeeArrow,mapsto,map DownTeeArrow,mapstodown hookleftarrow,larrhk hookrightarrow,rarrhk " +
  "looparrowleft,larrlp looparrowright,rarrlp leftrightsquigarrow,harrw nleftrightarrow,nharr Lsh,lsh " +
  "Rsh,rsh ldsh rdsh crarr curvearrowleft,cularr curvearrowright,curarr circlearrowleft,olarr " +
  "circlearrowright,orarr leftharpoonup,LeftVector,lharu leftharpoondown,DownLeftVector,lhard " +
  "upharpoonright,RightUpVector,uharr upharpoonleft,LeftUpVector,uharl rightharpoonup,RightVector,rharu " +
  "rightharpoondown,DownRightVector,rhard downharpoonright,RightDownVector,dharr " +
  "downharpoonleft,LeftDownVector,dharl RightArrowLeftArrow,rightleftarrows,rlarr " +
  "UpArrowDownArrow,udarr LeftArrowRightArrow,leftrightarrows,lrarr leftleftarrows,llarr " +
  "upuparrows,uuarr rightrightarrows,rrarr downdownarrows,ddarr " +
  "ReverseEquilibrium,leftrightharpoons,lrhar rightleftharpoons,Equilibrium,rlhar nLeftarrow,nlArr " +
  "nLeftrightarrow,nhArr nRightarrow,nrArr DoubleLeftArrow,Leftarrow,lArr DoubleUpArrow,Uparrow,uArr " +
  "DoubleRightArrow,Rightarrow,Implies,rArr DoubleDownArrow,Downarrow,dArr " +
  "DoubleLeftRightArrow,Leftrightarrow,hArr,iff DoubleUpDownArrow,Updownarrow,vArr nwArr neArr seArr " +
  "swArr Lleftarrow,lAarr Rrightarrow,rAarr zigrarr LeftArrowBar,larrb RightArrowBar,rarrb " +
  "DownArrowUpArrow,duarr loarr roarr hoarr ForAll,forall complement,comp PartialD,part npart " +
  "Exists,exist NotExists,nexists,nexist varnothing,emptyset,emptyv,empty nabla,Del " +
  "Element,isinv,isin,in NotElement,notinva,notin ReverseElement,SuchThat,niv,ni " +
  "NotReverseElement,notniva,notni Product,prod Coproduct,coprod Sum,sum minus MinusPlus,mnplus,mp " +
  "dotplus,plusdo smallsetminus,Backslash,setminus,ssetmn,setmn lowast SmallCircle,compfn radic,Sqrt " +
  "Proportional,varpropto,propto,vprop,prop infin angrt angle,ang nang measuredangle,angmsd angsph " +
  "VerticalBar,shortmid,smid,mid NotVerticalBar,nshortmid,nsmid,nmid " +
  "DoubleVerticalBar,shortparallel,parallel,spar,par " +
  "NotDoubleVerticalBar,nshortparallel,nparallel,nspar,npar wedge,and vee,or cap caps cup cups " +
  "Integral,int Int iiint,tint ContourIntegral,conint,oint DoubleContourIntegral,Conint Cconint cwint " +
  "ClockwiseContourIntegral,cwconint CounterClockwiseContourIntegral,awconint " +
  "Therefore,therefore,there4 Because,because,becaus ratio Proportion,Colon dotminus,minusd mDDot " +
  "homtht thicksim,thksim,Tilde,sim nvsim backsim,bsim race mstpos,ac acE acd VerticalTilde,wreath,wr " +
  "NotTilde,nsim EqualTilde,eqsim,esim NotEqualTilde,nesim TildeEqual,simeq,sime " +
  "NotTildeEqual,nsimeq,nsime TildeFullEqual,cong simne NotTildeFullEqual,ncong " +
  "thickapprox,TildeTilde,approx,asymp,thkap,ap NotTildeTilde,napprox,nap approxeq,ape apid napid " +
  "backcong,bcong asympeq,CupCap nvap HumpDownHump,Bumpeq,bump NotHumpDownHump,nbump " +
  "HumpEqual,bumpeq,bumpe NotHumpEqual,nbumpe DotEqual,doteq,esdot nedot doteqdot,eDot " +
  "fallingdotseq,efDot risingdotseq,erDot coloneq,Assign,colone eqcolon,ecolon eqcirc,ecir circeq,cire " +
  "wedgeq veeeq triangleq,trie questeq,equest NotEqual,ne Congruent,equiv bnequiv NotCongruent,nequiv " +
  "leq,le nvle GreaterEqual,geq,ge nvge LessFullEqual,leqq,lE nleqq,nlE GreaterFullEqual,geqq,gE " +
  "NotGreaterFullEqual,ngeqq,ngE lneqq,lnE lvertneqq,lvnE gneqq,gnE gvertneqq,gvnE NestedLessLess,Lt,ll " +
  "NotLessLess,nLtv nLt NestedGreaterGreater,Gt,gg NotGreaterGreater,nGtv nGt between,twixt NotCupCap " +
  "NotLess,nless,nlt NotGreater,ngtr,ngt NotLessEqual,nleq,nle NotGreaterEqual,ngeq,nge " +
  "LessTilde,lesssim,lsim GreaterTilde,gtrsim,gsim NotLessTilde,nlsim NotGreaterTilde,ngsim " +
  "LessGreater,lessgtr,lg GreaterLess,gtrless,gl NotLessGreater,ntlg NotGreaterLess,ntgl " +
  "Precedes,prec,pr Succeeds,succ,sc PrecedesSlantEqual,preccurlyeq,prcue " +
  "SucceedsSlantEqual,succcurlyeq,sccue PrecedesTilde,precsim,prsim SucceedsTilde,succsim,scsim " +
  "NotSucceedsTilde NotPrecedes,nprec,npr NotSucceeds,nsucc,nsc subset,sub NotSubset,nsubset,vnsub " +
  "Superset,supset,sup NotSuperset,nsupset,vnsup nsub nsup SubsetEqual,subseteq,sube " +
  "SupersetEqual,supseteq,supe NotSubsetEqual,nsubseteq,nsube NotSupersetEqual,nsupseteq,nsupe " +
  "subsetneq,subne varsubsetneq,vsubne supsetneq,supne varsupsetneq,vsupne cupdot UnionPlus,uplus " +
  "SquareSubset,sqsubset,sqsub NotSquareSubset SquareSuperset,sqsupset,sqsup NotSquareSuperset " +
  "SquareSubsetEqual,sqsubseteq,sqsube SquareSupersetEqual,sqsupseteq,sqsupe SquareIntersection,sqcap " +
  "sqcaps SquareUnion,sqcup sqcups CirclePlus,oplus CircleMinus,ominus CircleTimes,otimes osol " +
  "CircleDot,odot circledcirc,ocir circledast,oast circleddash,odash boxplus,plusb boxminus,minusb " +
  "boxtimes,timesb dotsquare,sdotb RightTee,vdash LeftTee,dashv DownTee,top bottom,UpTee,perp,bot " +
  "models DoubleRightTee,vDash Vdash Vvdash VDash nvdash nvDash nVdash nVDash prurel " +
  "vartriangleleft,LeftTriangle,vltri vartriangleright,RightTriangle,vrtri " +
  "LeftTriangleEqual,trianglelefteq,ltrie nvltrie RightTriangleEqual,trianglerighteq,rtrie nvrtrie " +
  "origof imof multimap,mumap hercon intercal,intcal veebar barvee angrtvb lrtri bigwedge,xwedge,Wedge " +
  "bigvee,xvee,Vee Intersection,bigcap,xcap bigcup,Union,xcup Diamond,diamond,diam sdot sstarf,Star " +
  "divideontimes,divonx bowtie ltimes rtimes leftthreetimes,lthree rightthreetimes,rthree " +
  "backsimeq,bsime curlyvee,cuvee curlywedge,cuwed Subset,Sub Supset,Sup Cap Cup pitchfork,fork epar " +
  "lessdot,ltdot gtrdot,gtdot Ll nLl ggg,Gg nGg LessEqualGreater,lesseqgtr,leg lesg " +
  "GreaterEqualLess,gtreqless,gel gesl curlyeqprec,cuepr curlyeqsucc,cuesc NotPrecedesSlantEqual,nprcue " +
  "NotSucceedsSlantEqual,nsccue NotSquareSubsetEqual,nsqsube NotSquareSupersetEqual,nsqsupe lnsim gnsim " +
  "precnsim,prnsim succnsim,scnsim NotLeftTriangle,ntriangleleft,nltri " +
  "NotRightTriangle,ntriangleright,nrtri NotLeftTriangleEqual,ntrianglelefteq,nltrie " +
  "NotRightTriangleEqual,ntrianglerighteq,nrtrie vellip ctdot utdot dtdot disin isinsv isins isindot " +
  "notindot notinvc notinvb isinE notinE nisd xnis nis notnivc notnivb barwedge,barwed " +
  "doublebarwedge,Barwed LeftCeiling,lceil RightCeiling,rceil LeftFloor,lfloor RightFloor,rfloor drcrop " +
  "dlcrop urcrop ulcrop bnot profline profsurf telrec target ulcorner,ulcorn urcorner,urcorn " +
  "llcorner,dlcorn lrcorner,drcorn sfrown,frown ssmile,smile cylcty profalar topbot ovbar solbar " +
  "angzarr lmoustache,lmoust rmoustache,rmoust OverBracket,tbrk UnderBracket,bbrk bbrktbrk " +
  "OverParenthesis UnderParenthesis OverBrace UnderBrace trpezium elinters blank circledS,oS " +
  "HorizontalLine,boxh boxv boxdr boxdl boxur boxul boxvr boxvl boxhd boxhu boxvh boxH boxV boxdR boxDr " +
  "boxDR boxdL boxDl boxDL boxuR boxUr boxUR boxuL boxUl boxUL boxvR boxVr boxVR boxvL boxVl boxVL " +
  "boxHd boxhD boxHD boxHu boxhU boxHU boxvH boxVh boxVH uhblk lhblk block blk14 blk12 blk34 " +
  "Square,square,squ FilledVerySmallSquare,blacksquare,squarf,squf EmptyVerySmallSquare rect marker " +
  "fltns bigtriangleup,xutri blacktriangle,utrif triangle,utri blacktriangleright,rtrif " +
  "triangleright,rtri bigtriangledown,xdtri blacktriangledown,dtrif triangledown,dtri " +
  "blacktriangleleft,ltrif triangleleft,ltri lozenge,loz cir tridot bigcirc,xcirc ultri urtri lltri " +
  "EmptySmallSquare FilledSmallSquare bigstar,starf star phone female male spadesuit,spades " +
  "clubsuit,clubs heartsuit,hearts diamondsuit,diams sung flat natural,natur sharp checkmark,check " +
  "cross maltese,malt sext VerticalSeparator lbbrk rbbrk bsolhsub suphsol LeftDoubleBracket,lobrk " +
  "RightDoubleBracket,robrk LeftAngleBracket,langle,lang RightAngleBracket,rangle,rang Lang Rang loang " +
  "roang LongLeftArrow,longleftarrow,xlarr LongRightArrow,longrightarrow,xrarr " +
  "LongLeftRightArrow,longleftrightarrow,xharr DoubleLongLeftArrow,Longleftarrow,xlArr " +
  "DoubleLongRightArrow,Longrightarrow,xrArr DoubleLongLeftRightArrow,Longleftrightarrow,xhArr " +
  "longmapsto,xmap dzigrarr nvlArr nvrArr nvHarr Map lbarr bkarow,rbarr lBarr dbkarow,rBarr " +
  "drbkarow,RBarr DDotrahd UpArrowBar DownArrowBar Rarrtl latail ratail lAtail rAtail larrfs rarrfs " +
  "larrbfs rarrbfs nwarhk nearhk hksearow,searhk hkswarow,swarhk nwnear nesear,toea seswar,tosa swnwar " +
  "rarrc nrarrc cudarrr ldca rdca cudarrl larrpl curarrm cularrp rarrpl harrcir Uarrocir lurdshar " +
  "ldrushar LeftRightVector RightUpDownVector DownLeftRightVector LeftUpDownVector LeftVectorBar " +
  "RightVectorBar RightUpVectorBar RightDownVectorBar DownLeftVectorBar DownRightVectorBar " +
  "LeftUpVectorBar LeftDownVectorBar LeftTeeVector RightTeeVector RightUpTeeVector RightDownTeeVector " +
  "DownLeftTeeVector DownRightTeeVector LeftUpTeeVector LeftDownTeeVector lHar uHar rHar dHar luruhar " +
  "ldrdhar ruluhar rdldhar lharul llhard rharul lrhard UpEquilibrium,udhar ReverseUpEquilibrium,duhar " +
  "RoundImplies erarr simrarr larrsim rarrsim rarrap ltlarr gtrarr subrarr suplarr lfisht rfisht ufisht " +
  "dfisht lopar ropar lbrke rbrke lbrkslu rbrksld lbrksld rbrkslu langd rangd lparlt rpargt gtlPar " +
  "ltrPar vzigzag vangrt angrtvbd ange range dwangle uwangle angmsdaa angmsdab angmsdac angmsdad " +
  "angmsdae angmsdaf angmsdag angmsdah bemptyv demptyv cemptyv raemptyv laemptyv ohbar omid opar operp " +
  "olcross odsold olcir ofcir olt ogt cirscir cirE solb bsolb boxbox trisb rtriltri LeftTriangleBar " +
  "NotLeftTriangleBar RightTriangleBar NotRightTriangleBar iinfin infintie nvinfin eparsl smeparsl " +
  "eqvparsl blacklozenge,lozf RuleDelayed dsol bigodot,xodot bigoplus,xoplus bigotimes,xotime " +
  "biguplus,xuplus bigsqcup,xsqcup iiiint,qint fpartint cirfnint awint rppolint scpolint npolint " +
  "pointint quatint intlarhk pluscir plusacir simplus plusdu plussim plustwo mcomma minusdu loplus " +
  "roplus Cross timesd timesbar smashp lotimes rotimes otimesas Otimes odiv triplus triminus tritime " +
  "intprod,iprod amalg capdot ncup ncap capand cupor cupcap capcup cupbrcap capbrcup cupcup capcap " +
  "ccups ccaps ccupssm And Or andand oror orslope andslope andv orv andd ord wedbar sdote simdot " +
  "congdot ncongdot easter apacir apE napE eplus pluse Esim Colone Equal ddotseq,eDDot equivDD ltcir " +
  "gtcir ltquest gtquest LessSlantEqual,leqslant,les NotLessSlantEqual,nleqslant,nles " +
  "GreaterSlantEqual,geqslant,ges NotGreaterSlantEqual,ngeqslant,nges lesdot gesdot lesdoto gesdoto " +
  "lesdotor gesdotol lessapprox,lap gtrapprox,gap lneq,lne gneq,gne lnapprox,lnap gnapprox,gnap " +
  "lesseqqgtr,lEg gtreqqless,gEl lsime gsime lsimg gsiml lgE glE lesges gesles eqslantless,els " +
  "eqslantgtr,egs elsdot egsdot el eg siml simg simlE simgE LessLess NotNestedLessLess GreaterGreater " +
  "NotNestedGreaterGreater glj gla ltcc gtcc lescc gescc smt lat smte smtes late lates bumpE " +
  "PrecedesEqual,preceq,pre NotPrecedesEqual,npreceq,npre SucceedsEqual,succeq,sce " +
  "NotSucceedsEqual,nsucceq,nsce prE scE precneqq,prnE succneqq,scnE precapprox,prap succapprox,scap " +
  "precnapprox,prnap succnapprox,scnap Pr Sc subdot supdot subplus supplus submult supmult subedot " +
  "supedot subseteqq,subE nsubseteqq,nsubE supseteqq,supE nsupseteqq,nsupE subsim supsim " +
  "subsetneqq,subnE varsubsetneqq,vsubnE supsetneqq,supnE varsupsetneqq,vsupnE csub csup csube csupe " +
  "subsup supsub subsub supsup suphsub supdsub forkv topfork mlcp DoubleLeftTee,Dashv Vdashl Barv vBar " +
  "vBarv Vbar Not bNot rnmid cirmid midcir topcir nhpar parsim parsl nparsl fflig filig fllig ffilig " +
  "ffllig";

/**
 * The texts: the code point less that of the text before, and after a minus the second code point where there is one.
 * Numbers are in base 26: digits are letters, and the last is a small one.
 */
export const CODES =
  "jbxbbbbbbbbbbbcblbba-MLeba-MLxba-MLebbBbbbbbbg-EcvbbBjbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb" +
  "bbbbbbbbbbbbbbbbbyjccccccccceccccccccccecbbcccbccccccccbceccccccccccccccccccccbccvBjCmCoFnbrbbbbbCaE" +
  "ybbbbbbbbbbbbbbbbcbbbbbbmndmbdbgbtbeblbbbbbbbbbbbcbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbKNzbbbcbbbbbbbbbd" +
  "bbbcbbcbbcbbdbkbbbbbebedcbliia-MDmbbbbCvBvbBmdfbbbbbbbbbcbbbbbbbbbecdbbdbcbbcbbbbbnbbblbbbbbbbbbbbBy" +
  "bbbbbbbbbbbca-BFsbbbbbbbbbbcbbbbbcbbbcbbdbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbchbqibbbbba-BFsbbbcbbcbdbb" +
  "bbbcbbcdbbba-MLebbbbbbbbba-DSEyba-DSEybbbbbbbbbbbbbbcbba-MLeba-BFlba-BFnbbbba-BFsbbbbbbbbba-BFsbba-M" +
  "Leba-BFsba-BFsba-BFsbbbbbbbcbcdbba-MLxbca-MLeba-MLeba-BFsba-BFsba-DSEyba-DSEyba-BFsa-MLeba-BFsa-MLeb" +
  "bbbbbbbbbbbbbbbbbbba-BFsbbba-MLeba-MLebbbbbbba-DSEyba-DSEycbba-BFsba-BFsbbba-DSEyba-DSEybbbbbbbcbbbb" +
  "bbbbcbbbbbbbbbcbba-MLeba-MLebbbbbbcbbbbbbbbbbbbbbbbbbbbbbbbbbba-BFsba-BFsba-DSEyba-DSEydbbbbbdbbbbbb" +
  "bbbbbbbbba-BFsbbca-BFsbbbbbhbcbbbbbbbbcbcbgbbbdbkbihcCjCabdbbBmbbbdfCiGjCeckeeeeiiiiubbbbbbbbbbbbbbb" +
  "bbbbbbbbbbbbbueejbbojbcbdcbbdbebbdbhbBhdjbbbbjbiBycBedcbedbbGiejwBiBabDhbBdbbbbbbbibbbbbcdJzbbbhbbbb" +
  "bbbddbbbbbbbdbbbbbbbja-BFscbbbbdbidbbbdbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbcbcbbbbgbfbbbbbbbbbbb" +
  "ecbhbbbbbbbbbbbbbbbbbbbccbcbbbbbbbeebba-BFsba-BFsmbbfbbgjckbbccgbdbbbbbbblbbbbbcbdbbbbcbbbbbbbbbdbcb" +
  "bbbbbbbbbbddbbbbbcbbbcheda-BFsbbba-BFsbbbbbcbbbbbba-BFsba-BFsbbbbbbbbbbbbbbbbbbbbbbbbbbbbdbbbba-BFsb" +
  "a-BFscbbbbbbbba-DSEyba-DSEybba-BFsba-BFsdbbbbbbbbbbbbbbbbbba-BFsba-BFsbbda-DSEyba-DSEydbbbbbbbbbbbbj" +
  "cbbbcbbbbbbbbka-MLxDAUdbbbb";
