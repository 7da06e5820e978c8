"""English words of time, as `phrase` or `phrase=value`; entries are parted by commas."""

from __future__ import annotations

from conversation.extractors.dates.tags import Part, Tag, Unit

WORDS: dict[Tag, str] = {
    Tag.WEEKDAY: (
        "monday=0,tuesday=1,wednesday=2,thursday=3,friday=4,saturday=5,sunday=6,mondays=0,tuesdays=1,wednesdays=2,"
        "thursdays=3,fridays=4,saturdays=5,sundays=6,mon=0,tue=1,tues=1,wed=2,weds=2,thu=3,thur=3,thurs=3,fri=4,"
        "sat=5,sun=6,wensday=2,wendsday=2,wednsday=2,thurday=3,saterday=5"
    ),
    Tag.MONTH: (
        "january=1,february=2,march=3,april=4,may=5,june=6,july=7,august=8,september=9,october=10,november=11,"
        "december=12,jan=1,feb=2,mar=3,apr=4,jun=6,jul=7,aug=8,sep=9,sept=9,oct=10,nov=11,dec=12,febuary=2"
    ),
    Tag.WEAK: "mon,tue,wed,thu,fri,sat,sun,may,march,mar,jan,august",
    Tag.DAY: (
        "today=0,tonight=0,tonite=0,tomorrow=1,day after tomorrow=2,overmorrow=2,tmrw=1,tmr=1,tmw=1,tomoz=1,2moro=1,"
        "2morrow=1,tommorow=1,tommorrow=1,tomorow=1,tomorro=1,next day=1,the day after=1,the day after tomorrow=2,following day=1,tdy=0,this day=0,2day=0,"
        "todays=0,today's=0,tomorrow's=1,next evening=1,next night=1,next morning=1,next afternoon=1"
    ),
    Tag.PAST_DAY: "yesterday,day before yesterday,last night,yday,the other day,the past,up to date,to date,day before",
    Tag.SAME_DAY: "that day,same day,that same day,the same day",
    Tag.NUMBER: (
        "one=1,two=2,three=3,four=4,five=5,six=6,seven=7,eight=8,nine=9,ten=10,eleven=11,twelve=12,thirteen=13,"
        "fourteen=14,fifteen=15,sixteen=16,seventeen=17,eighteen=18,nineteen=19,twenty=20,thirty=30,forty=40,"
        "fourty=40,fifty=50"
    ),
    Tag.THOUSAND: "thousand",
    Tag.ARTICLE: "a,an",
    Tag.FEW: "couple=2,couple of=2,a couple=2,a couple of=2,few=3,a few=3,several=3",
    Tag.ORDINAL: (
        "first=1,second=2,third=3,fourth=4,fifth=5,sixth=6,seventh=7,eighth=8,ninth=9,tenth=10,eleventh=11,"
        "twelfth=12,thirteenth=13,fourteenth=14,fifteenth=15,sixteenth=16,seventeenth=17,eighteenth=18,"
        "nineteenth=19,twentieth=20,thirtieth=30"
    ),
    Tag.SUFFIX: "st,nd,rd,th",
    Tag.UNIT: (
        f"minute={Unit.MINUTE:d},minutes={Unit.MINUTE:d},min={Unit.MINUTE:d},mins={Unit.MINUTE:d},"
        f"hour={Unit.HOUR:d},hours={Unit.HOUR:d},hr={Unit.HOUR:d},hrs={Unit.HOUR:d},h={Unit.HOUR:d},"
        f"day={Unit.DAY:d},days={Unit.DAY:d},week={Unit.WEEK:d},weeks={Unit.WEEK:d},wk={Unit.WEEK:d},"
        f"wks={Unit.WEEK:d},week's={Unit.WEEK:d},weeks'={Unit.WEEK:d},day's={Unit.DAY:d},month's={Unit.MONTH:d},"
        f"fortnight={Unit.FORTNIGHT:d},fortnights={Unit.FORTNIGHT:d},fortnight's={Unit.FORTNIGHT:d},"
        f"month={Unit.MONTH:d},months={Unit.MONTH:d},year={Unit.YEAR:d},"
        f"years={Unit.YEAR:d},yr={Unit.YEAR:d},yrs={Unit.YEAR:d},seconds={Unit.SECOND:d},workweek={Unit.WEEK:d},"
        f"secs={Unit.SECOND:d}"
    ),
    Tag.WEEKEND: "weekend,weekends,week end",
    Tag.HALF: "half",
    Tag.QUARTER: "quarter,a quarter",
    Tag.PART: (
        f"morning={Part.MORNING:d},mornings={Part.MORNING:d},afternoon={Part.AFTERNOON:d},afternoons={Part.AFTERNOON:d},"
        f"evening={Part.EVENING:d},evenings={Part.EVENING:d},night={Part.NIGHT:d},nights={Part.NIGHT:d},"
        f"night time={Part.NIGHT:d},nighttime={Part.NIGHT:d},tonight={Part.NIGHT:d},tonite={Part.NIGHT:d},"
        f"lunchtime={Part.LUNCHTIME:d},lunch time={Part.LUNCHTIME:d},lunch break={Part.LUNCHTIME:d},"
        f"lunch hour={Part.LUNCHTIME:d},at lunch={Part.LUNCHTIME:d},over lunch={Part.LUNCHTIME:d},"
        f"during lunch={Part.LUNCHTIME:d},daytime={Part.DAYTIME:d},"
        f"business hours={Part.DAYTIME:d},office hours={Part.DAYTIME:d},working hours={Part.DAYTIME:d},"
        f"after work={Part.AFTER_WORK:d},after my work={Part.AFTER_WORK:d},after my shift={Part.AFTER_WORK:d},"
        f"when i finish work={Part.AFTER_WORK:d},after i finish work={Part.AFTER_WORK:d},"
        f"before work={Part.BEFORE_WORK:d},before school={Part.BEFORE_SCHOOL:d},"
        f"before the school run={Part.BEFORE_SCHOOL:d},before school run={Part.BEFORE_SCHOOL:d},"
        f"after school={Part.AFTER_SCHOOL:d},after the school run={Part.AFTER_BREAKFAST:d},"
        f"first thing={Part.FIRST_THING:d},first thing in the morning={Part.FIRST_THING:d},"
        f"end of day={Part.END_OF_DAY:d},end of the day={Part.END_OF_DAY:d},close of business={Part.END_OF_DAY:d},"
        f"after lunch={Part.AFTER_LUNCH:d},before lunch={Part.BEFORE_LUNCH:d},after breakfast={Part.AFTER_BREAKFAST:d},"
        f"next evening={Part.EVENING:d},next night={Part.NIGHT:d},next morning={Part.MORNING:d},"
        f"next afternoon={Part.AFTERNOON:d}"
    ),
    Tag.FIXED_TIME: "noon=720,midday=720,noontime=720,midnight=0,mid night=0,midmorning=600,midafternoon=840",
    Tag.MERIDIEM: "am=0,pm=1",
    Tag.OCLOCK: "o'clock,oclock,clock,hrs,hundred hours",
    Tag.SHARP: "sharp,exactly,on the dot",
    Tag.ISH: "ish,or so,or thereabouts,approx,approximately,roughly,more or less",
    Tag.ABOUT: "about,around,round about,roughly,approximately,approx,circa,circa,near,close to,sometime around,among",
    Tag.AT: "at",
    Tag.ON: "on",
    Tag.OF: "of,in the month of",
    Tag.IN: "in",
    Tag.THE: "the",
    Tag.FOR: "for",
    Tag.GLUE: (
        "time,date,sometime,some time,any time,anytime,say,please,maybe,possibly,perhaps,ideally,preferably,during,that is,"
        "is,the slot,slot,at time,if possible,what about,how about,best,only,also,just,like,early on"
    ),
    Tag.FROM: "from",
    Tag.TO: "to,until,till,til,through,thru,up to,up until,and until",
    Tag.BETWEEN: "between,b/w,betwen,anywhere between",
    Tag.AND: "and",
    Tag.OR: "or,or else,alternatively,or maybe,or even,or perhaps",
    Tag.BEFORE: (
        "before,prior to,earlier than,sooner than,ahead of,less than,before or on,any earlier than,until before,any time before"
    ),
    Tag.BY: (
        "by,no later than,not later than,not after,as late as,at the latest by,until,till,til,up to,up until,"
        "before or at,at or before,on or before,on or earlier than,before or in,by the,at the latest,any time until,latest by"
    ),
    Tag.AFTER: "after,later than,past,following,any time after,anytime after,not until after,once past",
    Tag.STARTING: (
        "starting,starting at,starting from,starting on,beginning,beginning on,beginning at,from,as of,not before,"
        "no earlier than,no sooner than,not earlier than,at or after,on or after,at or later than,not until,any time from,"
        "anytime from,from about,from around,onwards from"
    ),
    Tag.ONWARDS: "on,onwards,onward,and later,and after,and onwards,forward",
    Tag.OR_LATER: "or later,or after,and later,at the earliest,or any time after,or anytime after,plus",
    Tag.OR_EARLIER: "or earlier,or before,or sooner,at the latest,latest",
    Tag.SINCE: "since,ever since",
    Tag.PAST: "past,after",
    Tag.TILL: "to,till,til,before,of",
    Tag.THIS: "this,current,the current,the same,same,thi",
    Tag.NEXT: "next,following,the following,nxt,the next",
    Tag.COMING: (
        "coming,upcoming,this coming,this upcoming,this next,the coming,the upcoming,the very next,nearest,closest,next available"
    ),
    Tag.AFTER_NEXT: "after next,after the next,after that,after the next one",
    Tag.ONE_AFTER: (
        "the one after,one after,the one after that,the one following,the following one,not this coming,not this one coming,"
        "not this one,not the coming,not the coming one,not the next one,but one"
    ),
    Tag.LAST: "last,past,previous,this past,this last,the last,the past",
    Tag.EARLY: (
        "early,early in,early on,beginning of,the beginning of,start of,the start of,at the beginning of,at the start of,"
        "earlier in,early part of,first part of,first half of"
    ),
    Tag.MID: "mid,middle of,the middle of,middle,around the middle of,halfway through",
    Tag.LATE: (
        "late,late in,end of,the end of,at the end of,towards the end of,toward the end of,latter part of,second half of,"
        "by the end of,last part of,ending of"
    ),
    Tag.REST: "rest of,the rest of,rest,remainder of,the remainder of",
    Tag.LATER_IN: "later,later in,later on",
    Tag.WITHIN: "within,in the next,within the next,over the next,during the next,in under,in less than,inside of",
    Tag.HENCE: "from now,from today,hence,away,from this moment,in the future,from right now,time,from the day,later,after",
    Tag.AGO: "ago,back,before now",
    Tag.EVERY: "every,each,every other,all,per,most,any given,whole,entire",
    Tag.TIMES: "once,twice,thrice,times,time",
    Tag.PER: "per,each,every,a,an",
    Tag.AGE: "old,of age,year-old",
    Tag.DAYWORD: "day,date",
    Tag.WORKING: "business,working,work",
    Tag.STARTING_WORD: "of,starting,beginning,commencing,starting on,beginning on,starting from",
    Tag.NOT: (
        "not,not on,not at,not for,not in,not the,never,except,except for,anything but,but not,apart from,other than,"
        "instead of,rather than,cannot do,can't do,cant do,cannot make,can't make,cant make,can't come,cannot come,"
        "can't go,cannot go,can't be there,cannot be there,don't want,do not want,not free,not available,isn't good,"
        "unavailable,i'm busy,am busy,unable to come,unable to make,no longer want,avoid,won't be available,cant come,"
        "don't like,do not like,no good,cant do,can't make it,cannot make it,cant make it,i work,i am away,i'm away,not free on,"
        "had something,have something else,have something else on,have a meeting,have another appointment,i'm working,not free until"
    ),
    Tag.UNWANTED: (
        "doesn't work,does not work,won't work,will not work,is no good,isn't good,is not good,doesn't suit,does not suit,"
        "is out,is impossible,is too early,is too late,too early,too late,is bad,isn't possible,is not possible,"
        "don't work,do not work,won't do,isn't convenient,is not convenient,no longer works,not possible,not good,doesnt work,"
        "wont work,dont work,is wrong,was wrong,isn't right,is not right,is not what,are no good,i can't,i cannot"
    ),
    Tag.CORRECTION: (
        "no,nope,actually,sorry,i meant,i mean,meant,make it,make that,rather,wait,scratch that,correction,"
        "on second thought,on second thoughts,changed my mind,let's say,no wait,oops,better,change it to,change that to,"
        "change to,switch to,oh,hang on,hold on,my mistake,apologies,i should say,should be,it should be,nevermind,never mind"
    ),
    Tag.MOVE: (
        "move,reschedule,change,switch,shift,swap,push,postpone,bring forward,transfer,moved,rescheduled,changed,moving,"
        "changing,rescheduling,rebook,push back"
    ),
    Tag.BORN: (
        "born,dob,d.o.b,date of birth,birth date,birthdate,birthday,birth,born on,bday,was born,d o b,b day"
    ),
    Tag.PAST_EVENT: (
        "started,began,happened,fell,occurred,noticed,appeared,woke,diagnosed,injured,hurt myself,came down,discharged,"
        "since,ongoing,operated,vomited,has been,have been,i've been,ive been,it's been,been"
    ),
    Tag.SYMPTOM: (
        "pain,pains,painful,hurts,hurt,hurting,ache,aches,aching,cough,coughing,coughs,fever,worse,dizzy,dizziness,nausea,"
        "nauseous,vomiting,vomit,swelling,swollen,itch,itchy,itches,rash,headache,headaches,cramps,sleep,sleeping,sweats,"
        "sweat,wake,waking,wakes,stiff,stiffness,tired,sore,burning,bleeding,symptom,symptoms,scale,severity,tablet,tablets,"
        "pill,pills,dose,doses,mg,ml,insulin,medication,medicine,capsules,breath,breathing,numb,blood pressure,take,taking,took,"
        "breathless,snoring,heartburn,throbbing,urinate,pee,shivering"
    ),
    Tag.TITLE: "dr,doctor,mr,mrs,ms,miss,prof,professor,dra,named,name is,called,st",
    Tag.PRONOUN: "i,you,he,she,it,we,they,who,that,this,there,one,what,which,anyone,someone,doc,email,policy,employer",
    Tag.SHIFT: "earlier=-1,sooner=-1,later=1,earlier in the day=-1,later in the day=1,later on=1",
    Tag.SHIFT_CUE: (
        "something,anything,a,an,any,bit,little,much,slightly,even,lot,the,one,ones,time,times,slot,slots,appointment,"
        "appointments,date,dates,opening,please,possible,available,option,options,day,hour,somewhat,any time,want,prefer,need,go"
    ),
    Tag.SAME_TIME: "same time,the same time,same hour,the same hour,usual time,the usual time,that time,my usual time",
    Tag.SOONEST: (
        "as soon as possible,asap,a.s.a.p,soonest,as early as possible,earliest,the earliest,first available,next available,"
        "first free,next free,the first appointment,first appointment,first slot,next slot,next opening,first opening,"
        "right away,straight away,immediately,as soon as you can,as soon as we can,quickest,soon as possible,"
        "earliest available,earliest possible,soonest available,soonest possible,as quickly as possible,"
        "the soonest,first possible,very first,sooner the better,the earlier the better,as soon as i can"
    ),
    Tag.ZONE: (
        "my time,our time,my local time,my timezone,my time zone,est,edt,pst,pdt,cst,cdt,mst,mdt,gmt,utc,cet,cest,bst,ist,"
        "eastern,pacific,central time,mountain time,eastern time,pacific time,london time,dubai time,indian time,uk time,us time,"
        "new york time,paris time,madrid time"
    ),
    Tag.NOUN: (
        "one,ones,opinion,option,options,floor,choice,doctor,visit,visits,time,times,dose,doses,opinion,slot,slots,child,kid,"
        "baby,son,daughter,degree,grade,avenue,street,st,person,people,attempt,try,trimester,appointment,appointments,thing,"
        "things,place,name,names,class,aid,step,year,years,half,suggestion,offer,thought,thoughts,patient,clinic,available,"
        "free,opening,wave,or,and,mg,ml,kg,lb,lbs,cm,mm,percent,pieces,units,tablets,pills,euros,euro,dollars,dollar,usd,eur,"
        "pounds,students,copies,kids,children,doctors,friends,others,weeks,months,days,minutes,hours,minute,hour,week,month,"
        "day,degrees,of us,of them,more,other,different,new,meeting,generation,hand,party,row,room,building,points,stitches,fl,"
        "medications,tests,results,questions,adults,reports,bills,invoices,x,vaccine,vaccination,jab,shot,booster,round,surgery"
    ),
    Tag.CLOSING: (
        "that's all,that is all,that will be all,that'll be all,that was it,that will be it,that's it,that is it,that was all,"
        "that's everything,thanks for,thank you for,your help,helping me,all for,okay for,ok for,be all,everything for,done for"
    ),
    Tag.THAT_IS: "that's,that is,which is,thats,so",
    Tag.FOLLOWER: (
        "available,free,open,what about,how about,please,pls,plz,with,for,if,is,works,work,would,and,or,but,instead,then,thanks,thank,suits,sounds,can,will,i,to,in,"
        "because,on,at,by,as,am,pm,could,should,so,when,seems,was,it,it's,i'd,i'll,i'm,do,does,may,not,just,good,best,great,"
        "fine,ok,okay,perfect,until,till,from,through,this,next,the,that,right,has,also,only,too,my,your,here,there,are,since,"
        "after,before,how,what,sharp,around,about,today,tomorrow,time,ideally,though,yes,no,sorry,actually,either,works,ish,"
        "between,see,his,hers,dr,doctor,possibly,maybe,perhaps,again,better,onwards,onward,latest,tonight,does,did"
    ),
    Tag.CURRENCY: "dollars,dollar,euros,euro,usd,eur,pounds,gbp,bucks,quid,cents,percent,rupees,pesos",
    Tag.IGNORE: (
        "good morning,good afternoon,good evening,good night,good day,nice day,great day,lovely day,have a nice evening,"
        "great month,great week,nice week,good week,great weekend,nice weekend,good weekend,lovely weekend,nice evening,"
        "good mornings,my day,make my day,day to day,nowadays,these days,some day,one day,someday,day off,days off,sick day,"
        "all day,all night,all week,all morning,all day long,daily,last minute,day care,"
        "one moment,one second,one minute,a second,a minute,a moment,a sec,one sec,just a minute,just a second,birth month,"
        "second opinion,second thought,second thoughts,second one,first name,second name,first time,second time,third time,"
        "first of all,first one,third one,last one,the first visit,at once,at first,at all,at least,at most,at last,at home,"
        "at work,night shift,night sweats,night shifts,nights shift,up to date,up-to-date,may or may not,may not,on time,in time,"
        "end of the line,end of the,six months pregnant,morning sickness,mother's day,24 7,24 hours,half term,in a row"
    ),
}
"""Entries without `=` have the value 1."""

AT_HOME = frozenset(
    "mar sun sat mon wed fri tue thu may march jan august a an at on of in the for to or and by no one past till time day "
    "this next last all per any h min st th nd rd half o'clock clock date is best like back away later after time old sharp".split()
)
"""Words that mean time only where the message is English."""
