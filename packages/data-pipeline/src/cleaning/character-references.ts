// biome-ignore-all format: generated
// Made by tools/parity/data-pipeline/make-character-references.py from the table of the HTML standard.

/** The names of each text: `&copy;` and `&COPY;` are one. */
export const NAMES =
  "Tab NewLine excl QUOT,quot num dollar percnt AMP,amp apos lpar rpar ast,midast plus comma period sol " +
  "colon semi LT,lt nvlt equals bne GT,gt nvgt quest commat lbrack,lsqb bsol rbrack,rsqb Hat " +
  "UnderBar,lowbar DiacriticalGrave,grave fjlig lbrace,lcub VerticalLine,verbar,vert rbrace,rcub " +
  "NonBreakingSpace,nbsp iexcl cent pound curren yen brvbar sect Dot,DoubleDot,die,uml COPY,copy ordf " +
  "laquo not shy REG,circledR,reg macr,strns deg PlusMinus,plusmn,pm sup2 sup3 DiacriticalAcute,acute " +
  "micro para CenterDot,centerdot,middot Cedilla,cedil sup1 ordm raquo frac14 frac12,half frac34 iquest " +
  "Agrave Aacute Acirc Atilde Auml Aring,angst AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute " +
  "Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute " +
  "THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave " +
  "iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml div,divide oslash ugrave uacute ucirc " +
  "uuml yacute thorn yuml Amacr amacr Abreve abreve Aogon aogon Cacute cacute Ccirc ccirc Cdot cdot " +
  "Ccaron ccaron Dcaron dcaron Dstrok dstrok Emacr emacr Edot edot Eogon eogon Ecaron ecaron Gcirc " +
  "gcirc Gbreve gbreve Gdot gdot Gcedil Hcirc hcirc Hstrok hstrok Itilde itilde Imacr imacr Iogon iogon " +
  "Idot imath,inodot IJlig ijlig Jcirc jcirc Kcedil kcedil kgreen Lacute lacute Lcedil lcedil Lcaron " +
  "lcaron Lmidot lmidot Lstrok lstrok Nacute nacute Ncedil ncedil Ncaron ncaron napos ENG eng Omacr " +
  "omacr Odblac odblac OElig oelig Racute racute Rcedil rcedil Rcaron rcaron Sacute sacute Scirc scirc " +
  "Scedil scedil Scaron scaron Tcedil tcedil Tcaron tcaron Tstrok tstrok Utilde utilde Umacr umacr " +
  "Ubreve ubreve Uring uring Udblac udblac Uogon uogon Wcirc wcirc Ycirc ycirc Yuml Zacute zacute Zdot " +
  "zdot Zcaron zcaron fnof imped gacute jmath circ Hacek,caron Breve,breve DiacriticalDot,dot ring ogon " +
  "DiacriticalTilde,tilde DiacriticalDoubleAcute,dblac DownBreve Alpha Beta Gamma Delta Epsilon Zeta " +
  "Eta Theta Iota Kappa Lambda Mu Nu Xi Omicron Pi Rho Sigma Tau Upsilon Phi Chi Psi Omega,ohm alpha " +
  "beta gamma delta epsi,epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho " +
  "sigmaf,sigmav,varsigma sigma tau upsi,upsilon phi chi psi omega thetasym,thetav,vartheta Upsi,upsih " +
  "phiv,straightphi,varphi piv,varpi Gammad digamma,gammad kappav,varkappa rhov,varrho " +
  "epsiv,straightepsilon,varepsilon backepsilon,bepsi IOcy DJcy GJcy Jukcy DScy Iukcy YIcy Jsercy LJcy " +
  "NJcy TSHcy KJcy Ubrcy DZcy Acy Bcy Vcy Gcy Dcy IEcy ZHcy Zcy Icy Jcy Kcy Lcy Mcy Ncy Ocy Pcy Rcy Scy " +
  "Tcy Ucy Fcy KHcy TScy CHcy SHcy SHCHcy HARDcy Ycy SOFTcy Ecy YUcy YAcy acy bcy vcy gcy dcy iecy zhcy " +
  "zcy icy jcy kcy lcy mcy ncy ocy pcy rcy scy tcy ucy fcy khcy tscy chcy shcy shchcy hardcy ycy softcy " +
  "ecy yucy yacy iocy djcy gjcy jukcy dscy iukcy yicy jsercy ljcy njcy tshcy kjcy ubrcy dzcy ensp emsp " +
  "emsp13 emsp14 numsp puncsp ThinSpace,thinsp VeryThinSpace,hairsp " +
  "NegativeMediumSpace,NegativeThickSpace,NegativeThinSpace,NegativeVeryThinSpace,ZeroWidthSpace zwnj " +
  "zwj lrm rlm dash,hyphen ndash mdash horbar Verbar,Vert OpenCurlyQuote,lsquo " +
  "CloseCurlyQuote,rsquo,rsquor lsquor,sbquo OpenCurlyDoubleQuote,ldquo " +
  "CloseCurlyDoubleQuote,rdquo,rdquor bdquo,ldquor dagger Dagger,ddagger bull,bullet nldr hellip,mldr " +
  "permil pertenk prime Prime tprime backprime,bprime lsaquo rsaquo OverBar,oline caret hybull frasl " +
  "bsemi qprime MediumSpace ThickSpace NoBreak ApplyFunction,af InvisibleTimes,it InvisibleComma,ic " +
  "euro TripleDot,tdot DotDot Copf,complexes incare gscr HilbertSpace,Hscr,hamilt Hfr,Poincareplane " +
  "Hopf,quaternions planckh hbar,hslash,planck,plankv Iscr,imagline Ifr,Im,image,imagpart " +
  "Laplacetrf,Lscr,lagran ell Nopf,naturals numero copysr weierp,wp Popf,primes Qopf,rationals " +
  "Rscr,realine Re,Rfr,real,realpart Ropf,reals rx TRADE,trade Zopf,integers mho Zfr,zeetrf iiota " +
  "Bernoullis,Bscr,bernou Cayleys,Cfr escr Escr,expectation Fouriertrf,Fscr Mellintrf,Mscr,phmmat " +
  "order,orderof,oscr alefsym,aleph beth gimel daleth CapitalDifferentialD,DD DifferentialD,dd " +
  "ExponentialE,ee,exponentiale ImaginaryI,ii frac13 frac23 frac15 frac25 frac35 frac45 frac16 frac56 " +
  "frac18 frac38 frac58 frac78 LeftArrow,ShortLeftArrow,larr,leftarrow,slarr " +
  "ShortUpArrow,UpArrow,uarr,uparrow RightArrow,ShortRightArrow,rarr,rightarrow,srarr " +
  "DownArrow,ShortDownArrow,darr,downarrow LeftRightArrow,harr,leftrightarrow " +
  "UpDownArrow,updownarrow,varr UpperLeftArrow,nwarr,nwarrow UpperRightArrow,nearr,nearrow " +
  "LowerRightArrow,searr,searrow LowerLeftArrow,swarr,swarrow nlarr,nleftarrow nrarr,nrightarrow " +
  "rarrw,rightsquigarrow nrarrw Larr,twoheadleftarrow Uarr Rarr,twoheadrightarrow Darr " +
  "larrtl,leftarrowtail rarrtl,rightarrowtail LeftTeeArrow,mapstoleft UpTeeArrow,mapstoup " +
  "RightTeeArrow,map,mapsto DownTeeArrow,mapstodown hookleftarrow,larrhk hookrightarrow,rarrhk " +
  "larrlp,looparrowleft looparrowright,rarrlp harrw,leftrightsquigarrow nharr,nleftrightarrow Lsh,lsh " +
  "Rsh,rsh ldsh rdsh crarr cularr,curvearrowleft curarr,curvearrowright circlearrowleft,olarr " +
  "circlearrowright,orarr LeftVector,leftharpoonup,lharu DownLeftVector,leftharpoondown,lhard " +
  "RightUpVector,uharr,upharpoonright LeftUpVector,uharl,upharpoonleft RightVector,rharu,rightharpoonup " +
  "DownRightVector,rhard,rightharpoondown RightDownVector,dharr,downharpoonright " +
  "LeftDownVector,dharl,downharpoonleft RightArrowLeftArrow,rightleftarrows,rlarr " +
  "UpArrowDownArrow,udarr LeftArrowRightArrow,leftrightarrows,lrarr leftleftarrows,llarr " +
  "upuparrows,uuarr rightrightarrows,rrarr ddarr,downdownarrows " +
  "ReverseEquilibrium,leftrightharpoons,lrhar Equilibrium,rightleftharpoons,rlhar nLeftarrow,nlArr " +
  "nLeftrightarrow,nhArr nRightarrow,nrArr DoubleLeftArrow,Leftarrow,lArr DoubleUpArrow,Uparrow,uArr " +
  "DoubleRightArrow,Implies,Rightarrow,rArr DoubleDownArrow,Downarrow,dArr " +
  "DoubleLeftRightArrow,Leftrightarrow,hArr,iff DoubleUpDownArrow,Updownarrow,vArr nwArr neArr seArr " +
  "swArr Lleftarrow,lAarr Rrightarrow,rAarr zigrarr LeftArrowBar,larrb RightArrowBar,rarrb " +
  "DownArrowUpArrow,duarr loarr roarr hoarr ForAll,forall comp,complement PartialD,part npart " +
  "Exists,exist NotExists,nexist,nexists empty,emptyset,emptyv,varnothing Del,nabla " +
  "Element,in,isin,isinv NotElement,notin,notinva ReverseElement,SuchThat,ni,niv " +
  "NotReverseElement,notni,notniva Product,prod Coproduct,coprod Sum,sum minus MinusPlus,mnplus,mp " +
  "dotplus,plusdo Backslash,setminus,setmn,smallsetminus,ssetmn lowast SmallCircle,compfn Sqrt,radic " +
  "Proportional,prop,propto,varpropto,vprop infin angrt ang,angle nang angmsd,measuredangle angsph " +
  "VerticalBar,mid,shortmid,smid NotVerticalBar,nmid,nshortmid,nsmid " +
  "DoubleVerticalBar,par,parallel,shortparallel,spar " +
  "NotDoubleVerticalBar,npar,nparallel,nshortparallel,nspar and,wedge or,vee cap caps cup cups " +
  "Integral,int Int iiint,tint ContourIntegral,conint,oint Conint,DoubleContourIntegral Cconint cwint " +
  "ClockwiseContourIntegral,cwconint CounterClockwiseContourIntegral,awconint " +
  "Therefore,there4,therefore Because,becaus,because ratio Colon,Proportion dotminus,minusd mDDot " +
  "homtht Tilde,sim,thicksim,thksim nvsim backsim,bsim race ac,mstpos acE acd VerticalTilde,wr,wreath " +
  "NotTilde,nsim EqualTilde,eqsim,esim NotEqualTilde,nesim TildeEqual,sime,simeq " +
  "NotTildeEqual,nsime,nsimeq TildeFullEqual,cong simne NotTildeFullEqual,ncong " +
  "TildeTilde,ap,approx,asymp,thickapprox,thkap NotTildeTilde,nap,napprox ape,approxeq apid napid " +
  "backcong,bcong CupCap,asympeq nvap Bumpeq,HumpDownHump,bump NotHumpDownHump,nbump " +
  "HumpEqual,bumpe,bumpeq NotHumpEqual,nbumpe DotEqual,doteq,esdot nedot doteqdot,eDot " +
  "efDot,fallingdotseq erDot,risingdotseq Assign,colone,coloneq ecolon,eqcolon ecir,eqcirc circeq,cire " +
  "wedgeq veeeq triangleq,trie equest,questeq NotEqual,ne Congruent,equiv bnequiv NotCongruent,nequiv " +
  "le,leq nvle GreaterEqual,ge,geq nvge LessFullEqual,lE,leqq nlE,nleqq GreaterFullEqual,gE,geqq " +
  "NotGreaterFullEqual,ngE,ngeqq lnE,lneqq lvertneqq,lvnE gnE,gneqq gvertneqq,gvnE Lt,NestedLessLess,ll " +
  "NotLessLess,nLtv nLt Gt,NestedGreaterGreater,gg NotGreaterGreater,nGtv nGt between,twixt NotCupCap " +
  "NotLess,nless,nlt NotGreater,ngt,ngtr NotLessEqual,nle,nleq NotGreaterEqual,nge,ngeq " +
  "LessTilde,lesssim,lsim GreaterTilde,gsim,gtrsim NotLessTilde,nlsim NotGreaterTilde,ngsim " +
  "LessGreater,lessgtr,lg GreaterLess,gl,gtrless NotLessGreater,ntlg NotGreaterLess,ntgl " +
  "Precedes,pr,prec Succeeds,sc,succ PrecedesSlantEqual,prcue,preccurlyeq " +
  "SucceedsSlantEqual,sccue,succcurlyeq PrecedesTilde,precsim,prsim SucceedsTilde,scsim,succsim " +
  "NotSucceedsTilde NotPrecedes,npr,nprec NotSucceeds,nsc,nsucc sub,subset NotSubset,nsubset,vnsub " +
  "Superset,sup,supset NotSuperset,nsupset,vnsup nsub nsup SubsetEqual,sube,subseteq " +
  "SupersetEqual,supe,supseteq NotSubsetEqual,nsube,nsubseteq NotSupersetEqual,nsupe,nsupseteq " +
  "subne,subsetneq varsubsetneq,vsubne supne,supsetneq varsupsetneq,vsupne cupdot UnionPlus,uplus " +
  "SquareSubset,sqsub,sqsubset NotSquareSubset SquareSuperset,sqsup,sqsupset NotSquareSuperset " +
  "SquareSubsetEqual,sqsube,sqsubseteq SquareSupersetEqual,sqsupe,sqsupseteq SquareIntersection,sqcap " +
  "sqcaps SquareUnion,sqcup sqcups CirclePlus,oplus CircleMinus,ominus CircleTimes,otimes osol " +
  "CircleDot,odot circledcirc,ocir circledast,oast circleddash,odash boxplus,plusb boxminus,minusb " +
  "boxtimes,timesb dotsquare,sdotb RightTee,vdash LeftTee,dashv DownTee,top UpTee,bot,bottom,perp " +
  "models DoubleRightTee,vDash Vdash Vvdash VDash nvdash nvDash nVdash nVDash prurel " +
  "LeftTriangle,vartriangleleft,vltri RightTriangle,vartriangleright,vrtri " +
  "LeftTriangleEqual,ltrie,trianglelefteq nvltrie RightTriangleEqual,rtrie,trianglerighteq nvrtrie " +
  "origof imof multimap,mumap hercon intcal,intercal veebar barvee angrtvb lrtri Wedge,bigwedge,xwedge " +
  "Vee,bigvee,xvee Intersection,bigcap,xcap Union,bigcup,xcup Diamond,diam,diamond sdot Star,sstarf " +
  "divideontimes,divonx bowtie ltimes rtimes leftthreetimes,lthree rightthreetimes,rthree " +
  "backsimeq,bsime curlyvee,cuvee curlywedge,cuwed Sub,Subset Sup,Supset Cap Cup fork,pitchfork epar " +
  "lessdot,ltdot gtdot,gtrdot Ll nLl Gg,ggg nGg LessEqualGreater,leg,lesseqgtr lesg " +
  "GreaterEqualLess,gel,gtreqless gesl cuepr,curlyeqprec cuesc,curlyeqsucc NotPrecedesSlantEqual,nprcue " +
  "NotSucceedsSlantEqual,nsccue NotSquareSubsetEqual,nsqsube NotSquareSupersetEqual,nsqsupe lnsim gnsim " +
  "precnsim,prnsim scnsim,succnsim NotLeftTriangle,nltri,ntriangleleft " +
  "NotRightTriangle,nrtri,ntriangleright NotLeftTriangleEqual,nltrie,ntrianglelefteq " +
  "NotRightTriangleEqual,nrtrie,ntrianglerighteq vellip ctdot utdot dtdot disin isinsv isins isindot " +
  "notindot notinvc notinvb isinE notinE nisd xnis nis notnivc notnivb barwed,barwedge " +
  "Barwed,doublebarwedge LeftCeiling,lceil RightCeiling,rceil LeftFloor,lfloor RightFloor,rfloor drcrop " +
  "dlcrop urcrop ulcrop bnot profline profsurf telrec target ulcorn,ulcorner urcorn,urcorner " +
  "dlcorn,llcorner drcorn,lrcorner frown,sfrown smile,ssmile cylcty profalar topbot ovbar solbar " +
  "angzarr lmoust,lmoustache rmoust,rmoustache OverBracket,tbrk UnderBracket,bbrk bbrktbrk " +
  "OverParenthesis UnderParenthesis OverBrace UnderBrace trpezium elinters blank circledS,oS " +
  "HorizontalLine,boxh boxv boxdr boxdl boxur boxul boxvr boxvl boxhd boxhu boxvh boxH boxV boxdR boxDr " +
  "boxDR boxdL boxDl boxDL boxuR boxUr boxUR boxuL boxUl boxUL boxvR boxVr boxVR boxvL boxVl boxVL " +
  "boxHd boxhD boxHD boxHu boxhU boxHU boxvH boxVh boxVH uhblk lhblk block blk14 blk12 blk34 " +
  "Square,squ,square FilledVerySmallSquare,blacksquare,squarf,squf EmptyVerySmallSquare rect marker " +
  "fltns bigtriangleup,xutri blacktriangle,utrif triangle,utri blacktriangleright,rtrif " +
  "rtri,triangleright bigtriangledown,xdtri blacktriangledown,dtrif dtri,triangledown " +
  "blacktriangleleft,ltrif ltri,triangleleft loz,lozenge cir tridot bigcirc,xcirc ultri urtri lltri " +
  "EmptySmallSquare FilledSmallSquare bigstar,starf star phone female male spades,spadesuit " +
  "clubs,clubsuit hearts,heartsuit diamondsuit,diams sung flat natur,natural sharp check,checkmark " +
  "cross malt,maltese sext VerticalSeparator lbbrk rbbrk bsolhsub suphsol LeftDoubleBracket,lobrk " +
  "RightDoubleBracket,robrk LeftAngleBracket,lang,langle RightAngleBracket,rang,rangle Lang Rang loang " +
  "roang LongLeftArrow,longleftarrow,xlarr LongRightArrow,longrightarrow,xrarr " +
  "LongLeftRightArrow,longleftrightarrow,xharr DoubleLongLeftArrow,Longleftarrow,xlArr " +
  "DoubleLongRightArrow,Longrightarrow,xrArr DoubleLongLeftRightArrow,Longleftrightarrow,xhArr " +
  "longmapsto,xmap dzigrarr nvlArr nvrArr nvHarr Map lbarr bkarow,rbarr lBarr dbkarow,rBarr " +
  "RBarr,drbkarow DDotrahd UpArrowBar DownArrowBar Rarrtl latail ratail lAtail rAtail larrfs rarrfs " +
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
  "lesdotor gesdotol lap,lessapprox gap,gtrapprox lne,lneq gne,gneq lnap,lnapprox gnap,gnapprox " +
  "lEg,lesseqqgtr gEl,gtreqqless lsime gsime lsimg gsiml lgE glE lesges gesles els,eqslantless " +
  "egs,eqslantgtr elsdot egsdot el eg siml simg simlE simgE LessLess NotNestedLessLess GreaterGreater " +
  "NotNestedGreaterGreater glj gla ltcc gtcc lescc gescc smt lat smte smtes late lates bumpE " +
  "PrecedesEqual,pre,preceq NotPrecedesEqual,npre,npreceq SucceedsEqual,sce,succeq " +
  "NotSucceedsEqual,nsce,nsucceq prE scE precneqq,prnE scnE,succneqq prap,precapprox scap,succapprox " +
  "precnapprox,prnap scnap,succnapprox Pr Sc subdot supdot subplus supplus submult supmult subedot " +
  "supedot subE,subseteqq nsubE,nsubseteqq supE,supseteqq nsupE,nsupseteqq subsim supsim " +
  "subnE,subsetneqq varsubsetneqq,vsubnE supnE,supsetneqq varsupsetneqq,vsupnE csub csup csube csupe " +
  "subsup supsub subsub supsup suphsub supdsub forkv topfork mlcp Dashv,DoubleLeftTee Vdashl Barv vBar " +
  "vBarv Vbar Not bNot rnmid cirmid midcir topcir nhpar parsim parsl nparsl fflig filig fllig ffilig " +
  "ffllig Ascr Cscr Dscr Gscr Jscr Kscr Nscr Oscr Pscr Qscr Sscr Tscr Uscr Vscr Wscr Xscr Yscr Zscr " +
  "ascr bscr cscr dscr fscr hscr iscr jscr kscr lscr mscr nscr pscr qscr rscr sscr tscr uscr vscr wscr " +
  "xscr yscr zscr Afr Bfr Dfr Efr Ffr Gfr Jfr Kfr Lfr Mfr Nfr Ofr Pfr Qfr Sfr Tfr Ufr Vfr Wfr Xfr Yfr " +
  "afr bfr cfr dfr efr ffr gfr hfr ifr jfr kfr lfr mfr nfr ofr pfr qfr rfr sfr tfr ufr vfr wfr xfr yfr " +
  "zfr Aopf Bopf Dopf Eopf Fopf Gopf Iopf Jopf Kopf Lopf Mopf Oopf Sopf Topf Uopf Vopf Wopf Xopf Yopf " +
  "aopf bopf copf dopf eopf fopf gopf hopf iopf jopf kopf lopf mopf nopf oopf popf qopf ropf sopf topf " +
  "uopf vopf wopf xopf yopf zopf";

/** The texts in base 36: the code point less that of the text before, and the second code point where there is one. */
export const CODES =
  "9 1 n 1 1 1 1 1 1 1 1 1 1 1 2 1 b 1 1 0.6he 1 0.6hx 1 0.6he 1 1 r 1 1 1 1 1 6.2y l 1 1 z 1 1 1 1 1 1 " +
  "1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 " +
  "1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 " +
  "1 1 1 1 1 1 1 1 1 3 1 1 1 1 1 1 1 1 1 1 1 1 2 1 1 1 1 1 1 1 3 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 " +
  "1 1 1 1 1 1 1 1 1 1 1 1 3 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 " +
  "1 1 1 1 1 1 1 1 1 k z 1s 1u 3z 1 h 1 1 1 1 1 1g 3k 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 2 1 1 1 1 1 1 8 1 " +
  "1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 8 1 3 1 6 1 j 1 4 1 b 1 1 1 1 1 1 1 1 1 1 1 2 1 1 1 1 " +
  "1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 " +
  "1 1 1 1 1 1 1 1 1 1 1 2 1 1 1 1 1 1 1 1 1 1 1 2 1 5gj 1 1 1 2 1 1 1 1 1 1 1 1 1 3 1 1 1 2 1 1 2 1 1 " +
  "2 1 1 3 1 a 1 1 1 1 1 4 1 4 3 2 1 b 8 8 0.6bu 1 1 1 1 21 1b 1 12 3 5 1 1 1 1 1 1 1 1 1 2 1 1 1 1 1 1 " +
  "1 1 1 4 2 3 1 1 3 1 2 1 1 2 1 1 1 1 1 d 1 1 1 b 1 1 1 1 1 1 1 1 1 1 1 1e 1 1 1 1 1 1 1 1 1 1 1 2 " +
  "0.mw 1 1 1 1 1 1 1 1 1 1 2 1 1 1 1 1 2 1 1 1 2 1 1 3 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 " +
  "1 1 1 1 1 1 1 1 1 2 7 1 g 8 1 1 1 1 1 0.mw 1 1 1 2 1 1 2 1 3 1 1 1 1 1 2 1 1 2 3 1 1 1 0.6he 1 1 1 1 " +
  "1 1 1 1 1 0.1e68 1 0.1e68 1 1 1 1 1 1 1 1 1 1 1 1 1 1 2 1 1 0.6he 1 0.mp 1 0.mr 1 1 1 1 0.mw 1 1 1 1 " +
  "1 1 1 1 1 0.mw 1 1 0.6he 1 0.mw 1 0.mw 1 0.mw 1 1 1 1 1 1 1 2 1 2 3 1 1 0.6hx 1 2 0.6he 1 0.6he 1 " +
  "0.mw 1 0.mw 1 0.1e68 1 0.1e68 1 0.mw 0.6he 1 0.mw 0.6he 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 0.mw " +
  "1 1 1 0.6he 1 0.6he 1 1 1 1 1 1 1 0.1e68 1 0.1e68 2 1 1 0.mw 1 0.mw 1 1 1 0.1e68 1 0.1e68 1 1 1 1 1 " +
  "1 1 2 1 1 1 1 1 1 1 1 2 1 1 1 1 1 1 1 1 1 2 1 1 0.6he 1 0.6he 1 1 1 1 1 1 2 1 1 1 1 1 1 1 1 1 1 1 1 " +
  "1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 0.mw 1 0.mw 1 0.1e68 1 0.1e68 3 1 1 1 1 1 3 1 1 1 1 1 1 1 1 1 1 1 1 1 " +
  "1 1 0.mw 1 1 2 0.mw 1 1 1 1 1 7 1 2 1 1 1 1 1 1 1 1 2 1 2 1 6 1 1 1 3 1 a 1 8 7 2 1p 1g 1 3 1 1 12 1 " +
  "1 1 3 5 1o 4l 1k 2 a 4 4 4 4 8 8 8 8 k 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 k 4 4 " +
  "9 1 1 e 9 1 2 1 3 2 1 1 3 1 4 1 1 3 1 7 1 x 3 9 1 1 1 1 9 1 8 1e 2 u 3 2 1 4 3 1 1 4k 4 9 m y q 1 2d " +
  "1 t 1 1 1 1 1 1 1 8 1 1 1 1 1 2 3 77 1 1 1 7 1 1 1 1 1 1 1 3 3 1 1 1 1 1 1 1 3 1 1 1 1 1 1 1 9 0.mw " +
  "2 1 1 1 1 3 1 8 3 1 1 1 3 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 " +
  "1 1 1 2 1 2 1 1 1 1 6 1 5 1 1 1 1 1 1 1 1 1 1 1 4 2 1 7 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 2 2 1 " +
  "2 1 1 1 1 1 1 1 4 4 1 1 0.mw 1 0.mw c 1 1 5 1 1 6 9 2 a 1 1 2 2 6 1 3 1 1 1 1 1 1 1 b 1 1 1 1 1 2 1 " +
  "3 1 1 1 1 2 1 1 1 1 1 1 1 1 1 3 1 2 1 1 1 1 1 1 1 1 1 1 1 3 3 1 1 1 1 1 2 1 1 1 2 7 4 3 0.mw 1 1 1 " +
  "0.mw 1 1 1 1 1 2 1 1 1 1 1 1 0.mw 1 0.mw 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 3 1 " +
  "1 1 1 0.mw 1 0.mw 2 1 1 1 1 1 1 1 1 0.1e68 1 0.1e68 1 1 0.mw 1 0.mw 3 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 " +
  "1 1 1 0.mw 1 0.mw 1 1 3 0.1e68 1 0.1e68 3 1 1 1 1 1 1 1 1 1 1 1 1 9 2 1 1 1 2 1 1 1 1 1 1 1 1 a " +
  "0.6hx 1537 1 1 1 1 16zc 2 1 3 3 1 3 1 1 1 2 1 1 1 1 1 1 1 1 1 1 1 2 2 1 1 1 1 1 1 2 1 1 1 1 1 1 1 1 " +
  "1 1 1h 1 2 1 1 1 3 1 1 1 1 1 1 1 2 1 1 1 1 1 1 2 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 " +
  "1 2 1 1 1 2 1 1 1 1 2 4 1 1 1 1 1 1 2 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1";
