"""English words of time: for each meaning its words and phrases, under the number they stand for."""

from __future__ import annotations

from collections.abc import Mapping

from conversation.extractors.dates.tags import Part, Tag, Unit

WORDS: dict[Tag, str | Mapping[int, str]] = {
    Tag.WEEKDAY: {
        0: "monday,mondays,mon",
        1: "tuesday,tuesdays,tue,tues",
        2: "wednesday,wednesdays,wed,weds,wensday,wendsday,wednsday",
        3: "thursday,thursdays,thu,thur,thurs,thurday",
        4: "friday,fridays,fri",
        5: "saturday,saturdays,sat,saterday",
        6: "sunday,sundays,sun",
    },
    Tag.MONTH: {
        1: "january,jan",
        2: "february,feb,febuary",
        3: "march,mar",
        4: "april,apr",
        5: "may",
        6: "june,jun",
        7: "july,jul",
        8: "august,aug",
        9: "september,sep,sept",
        10: "october,oct",
        11: "november,nov",
        12: "december,dec",
    },
    Tag.WEAK: "mon,tue,wed,thu,fri,sat,sun,may,march,mar,jan,apr,august",
    Tag.DAY: {
        0: "today,tonight,tonite,tdy,this day,todays,today's",
        1: (
            "tomorrow,tomora,tomorra,2moz,2mro,2morrow,tmoro,tomoro,the morn,the morn's,the morra,the morrow,"
            "morrow,tmrw,tmr,tmw,tomoz,2 moro,2 morrow,tommorow,tommorrow,tomorow,tomorro,next day,the day after,"
            "following day,the next day,the following day,tomorrow's,next evening,next night,next morning,"
            "next afternoon"
        ),
        2: (
            "day after tomorrow,next tomorrow,day after tmrw,day aftr tmrw,day after tmr,overmorrow,"
            "the day after tomorrow"
        ),
    },
    Tag.PAST_DAY: "yesterday,day before yesterday,last night,yday,the other day,the past,up to date,to date,day before",
    Tag.SAME_DAY: "that day,same day,that same day,the same day",
    Tag.NUMBER: {
        1: "one",
        2: "two",
        3: "three",
        4: "four",
        5: "five",
        6: "six",
        7: "seven",
        8: "eight",
        9: "nine",
        10: "ten",
        11: "eleven",
        12: "twelve",
        13: "thirteen",
        14: "fourteen",
        15: "fifteen",
        16: "sixteen",
        17: "seventeen",
        18: "eighteen",
        19: "nineteen",
        20: "twenty",
        30: "thirty",
        40: "forty,fourty",
        50: "fifty",
    },
    Tag.THOUSAND: "thousand",
    Tag.ARTICLE: "a,an",
    Tag.FEW: {
        2: "couple,couple of,a couple,a couple of",
        3: "few,a few,several",
    },
    Tag.ORDINAL: {
        1: "first",
        2: "second",
        3: "third",
        4: "fourth",
        5: "fifth",
        6: "sixth",
        7: "seventh",
        8: "eighth",
        9: "ninth",
        10: "tenth",
        11: "eleventh",
        12: "twelfth",
        13: "thirteenth",
        14: "fourteenth",
        15: "fifteenth",
        16: "sixteenth",
        17: "seventeenth",
        18: "eighteenth",
        19: "nineteenth",
        20: "twentieth",
        30: "thirtieth",
    },
    Tag.SUFFIX: "st,nd,rd,th",
    Tag.UNIT: {
        Unit.MINUTE: "minute,minutes,min,mins",
        Unit.HOUR: "hour,hours,hr,hrs,h",
        Unit.DAY: "day,days,day's",
        Unit.WEEK: "calendar week,week,weeks,wk,wks,week's,weeks',workweek",
        Unit.MONTH: "month's,month,months",
        Unit.FORTNIGHT: "fortnight,fortnights,fortnight's",
        Unit.YEAR: "year,years,yr,yrs",
        Unit.SECOND: "seconds,secs",
    },
    Tag.WEEKEND: "weekend,weekends,week end",
    Tag.HALF: "half",
    Tag.QUARTER: "quarter,a quarter,quarters",
    Tag.PART: {
        Part.MORNING: "morning,mornings,next morning,forenoon,forenoons,mornin,morn,the forenoon",
        Part.AFTERNOON: "afternoon,afternoons,next afternoon,arvo,aftie",
        Part.EVENING: "evening,evenings,next evening,teatime,tea time,at tea time",
        Part.NIGHT: "night,nights,night time,nighttime,tonight,tonite,next night",
        Part.LUNCHTIME: (
            "lunchtime,lunch time,lunch break,lunch hour,at lunch,over lunch,during lunch,around lunch,about lunch"
        ),
        Part.DAYTIME: "daytime,business hours,office hours,working hours",
        Part.AFTER_WORK: "after work,after my work,after my shift,when i finish work,after i finish work",
        Part.BEFORE_WORK: "before work",
        Part.BEFORE_SCHOOL: "before school,before the school run,before school run",
        Part.AFTER_SCHOOL: "after school",
        Part.AFTER_BREAKFAST: "after the school run,after breakfast",
        Part.FIRST_THING: (
            "first thing,first thing in the morning,early doors,bright and early,crack of dawn,"
            "start of the day,the start of the day,beginning of the day,"
            "the beginning of the day"
        ),
        Part.MIDDLE: "middle of the day,the middle of the day",
        Part.END_OF_DAY: "end of day,end of the day,close of business,eod,cob,last thing,last thing in the day",
        Part.AFTER_LUNCH: "after lunch",
        Part.BEFORE_LUNCH: "before lunch",
    },
    Tag.LOOSE_PART: {Part.LUNCHTIME: "lunch", Part.EVENING: "eve"},
    Tag.FIXED_TIME: {
        720: "noon,midday,noontime",
        0: "midnight,mid night",
        600: "midmorning",
        840: "midafternoon",
    },
    Tag.MERIDIEM: {
        0: "am,in the am",
        1: "pm,in the pm",
    },
    Tag.OCLOCK: "o'clock,oclock,clock,hrs,hundred hours",
    Tag.SHARP: "sharp,exactly,on the dot",
    Tag.ISH: "ish,or so,or thereabouts,approx,approximately,roughly,more or less",
    Tag.ABOUT: "about,around,round about,roughly,approximately,approx,circa,near,close to,sometime around,among",
    Tag.AT: "at",
    Tag.ON: "on",
    Tag.OF: "of,in the month of",
    Tag.IN: "in",
    Tag.THE: "the",
    Tag.FOR: "for",
    Tag.GLUE: (
        "time,date,sometime,some time,any time,anytime,say,please,maybe,possibly,perhaps,ideally,preferably,during,"
        "that is,is,the slot,slot,at time,if possible,what about,how about,best,only,also,just,like,early on"
    ),
    Tag.FROM: "from",
    Tag.TO: "to,until,till,til,untill,through,thru,up to,up until,and until",
    Tag.BETWEEN: "between,b/w,betwen,anywhere between",
    Tag.AND: "and",
    Tag.OR: "or,or else,alternatively,or maybe,or even,or perhaps",
    Tag.BEFORE: (
        "before,prior to,earlier than,sooner than,ahead of,less than,before or on,any earlier than,until before,"
        "any time before"
    ),
    Tag.BY: (
        "nothing after,nothing later than,"
        "by,no later than,not later than,not after,as late as,at the latest by,until,till,til,up to,up until,"
        "before or at,at or before,on or before,on or earlier than,before or in,by the,at the latest,"
        "any time until,latest by"
    ),
    Tag.AFTER: "after,later than,past,following,any time after,anytime after,not until after,once past",
    Tag.STARTING: (
        "nothing before,nothing earlier than,nothing till,nothing until,"
        "starting,starting at,starting from,starting on,beginning,beginning on,beginning at,from,as of,not before,"
        "no earlier than,no sooner than,not earlier than,at or after,on or after,at or later than,not until,"
        "any time from,anytime from,from about,from around,onwards from"
    ),
    Tag.ONWARDS: "on,onwards,onward,and later,and after,and onwards,forward",
    Tag.OR_LATER: "or later,and later,at the earliest,or any time after,or anytime after,plus",
    Tag.OR_EARLIER: "or earlier,or sooner,at the latest,latest",
    Tag.SINCE: "since,ever since",
    Tag.PAST: "past,after",
    Tag.TILL: "to,till,til,before,of",
    Tag.THIS: "this,current,the current,the same,same,thi",
    Tag.NEXT: "next,following,the following,nxt,the next,after this one",
    Tag.COMING: (
        "coming,upcoming,this coming,this upcoming,this next,the coming,the upcoming,the very next,nearest,closest,"
        "next available"
    ),
    Tag.AFTER_NEXT: "after next,after the next,after that,after the next one",
    Tag.ONE_AFTER: (
        "the one after,the one after that,the one following,the following one,not this coming,"
        "not this one coming,not this one,not the coming,not the coming one,not the next one,but one"
    ),
    Tag.BEHIND_THAT: {
        1: (
            "after that,after then,afterwards,afterward,any time after that,anytime after that,after that date,"
            "after that time,after that point,from then on,from then,thereafter,later than that,later than those"
        ),
        -1: (
            "before that,before then,any time before that,anytime before that,before that date,before that time,"
            "earlier than that,earlier than those,sooner than that"
        ),
    },
    Tag.LAST: "last,past,previous,this past,this last,the last,the past",
    Tag.EARLY: (
        "early,early in,early on,beginning of,the beginning of,start of,the start of,at the beginning of,"
        "at the start of,earlier in,early hours of,the early hours of,early part of,first part of,first half of"
    ),
    Tag.MID: "mid,midweek,middle of,the middle of,middle,around the middle of,halfway through",
    Tag.LATE: (
        "late,late in,end of,the end of,at the end of,towards the end of,toward the end of,latter part of,"
        "second half of,last part of,ending of"
    ),
    Tag.REST: "rest of,the rest of,rest,remainder of,the remainder of",
    Tag.LATER_IN: "later,later in,later on",
    Tag.WITHIN: (
        "within,less than,no more than,in the next,within the next,over the next,during the next,in under,"
        "in less than,inside of"
    ),
    Tag.HENCE: "from now,from today,hence,away,from this moment,in the future,from right now,time,later,after",
    Tag.AGO: "ago,back,before now",
    Tag.EVERY: "every,each,every other,all,per,most,any given,whole,entire",
    Tag.TIMES: "once,twice,thrice,times,time",
    Tag.PER: "per,each,every,a,an",
    Tag.AGE: "old,of age,year-old",
    Tag.DAYWORD: "day,date",
    Tag.WORKING: "business,working,work",
    Tag.STARTING_WORD: "of,starting,beginning,commencing,starting on,beginning on,starting from",
    Tag.NOT: (
        "not,not on,not at,not for,not in,not the,never,except,except for,anything but,any day but,any time but,"
        "anytime but,every day but,but not,apart from,"
        "other than,instead of,rather than,cannot do,can't do,cant do,cannot make,can't make,cant make,can't come,"
        "cannot come,can't go,cannot go,can't be there,cannot be there,don't want,do not want,not free,"
        "not available,isn't good,unavailable,i'm busy,am busy,unable to come,unable to make,no longer want,avoid,"
        "won't be available,cant come,don't like,do not like,no good,can't make it,cannot make it,cant make it,"
        "i work,i am away,i'm away,not free on,had something,have something else,have something else on,"
        "i have a meeting,i have another appointment,i'm working,i'm workin,im working,im workin,i am working,"
        "i'm at work,i've work,not free until,neither,nor,nothing on,nothing on the,"
        "nothing for,nothing in the,bar,bar the,besides,excluding,excepting,aside from,can't be,cannot be,cant be,"
        "mustn't be,must not be,shouldn't be,should not be,isn't on,is not on,as long as it isn't,"
        "as long as it's not,never do,never make,never come,can't on,cannot on,cant on,can't,cant,cannot,"
        "don't give me,do not give me,don't put me in,don't book me,don't offer me,not keen on,hate,rule out,"
        "leave out,skip,with the exception of,outside of,don't book,do not book,dont book,do not book me,dont book me,"
        "don't put me on,do not put me on,do not put me in,don't schedule,do not schedule,don't schedule me,"
        "don't book anything on,do not book anything on,don't book anything for,don't book it for,do not book it for,"
        "don't book me on,don't book me for,don't book me in for"
    ),
    Tag.NO_MORE: "no",
    Tag.ABSENT: (
        "be away,away,be out of town,be abroad,be on vacation,be on holiday,am on holiday,am on vacation,"
        "i'm on holiday,i'm on vacation,i'm abroad,i'm out of town,on leave,be travelling,be traveling"
    ),
    Tag.OFFER: "what about,how about,make it,make that,can you do,could you do,maybe,say,perhaps,actually",
    Tag.UNWANTED: (
        "doesn't work,does not work,won't work,will not work,is no good,isn't good,is not good,doesn't suit,"
        "does not suit,is out,is impossible,is too early,is too late,too early,too late,is bad,isn't possible,"
        "is not possible,don't work,do not work,won't do,isn't convenient,is not convenient,no longer works,"
        "not possible,not good,doesnt work,wont work,dont work,is wrong,was wrong,isn't right,is not right,"
        "is not what,are no good,are out,are a no,is a no,is a no go,are a no go,is no go,don't suit,do not suit,"
        "dont suit,doesnt suit,is no use,are no use,are bad,are impossible,are difficult,is difficult,is awkward,"
        "is not an option,isn't an option,are not an option,aren't an option,is not on,is off the table,isn't ideal,"
        "are hopeless,is hopeless,is too soon,is too far,is too far away,are too early,are too late,is not great,"
        "are not great,is not convenient for me,isn't going to work,is not going to work,aren't going to work,"
        "wouldn't work,would not work,wouldn't suit"
    ),
    Tag.SPOILT: (
        "no good,no use,no go,not good,not great,not ideal,not possible,not convenient,not an option,not on,a no,"
        "a no go,out,off the table,bad,impossible,difficult,awkward,hopeless,useless,too early,too late,too soon,"
        "busy,not happening,not working,not going to work,not working out"
    ),
    Tag.CORRECTION: (
        "no,nope,actually,sorry,i meant,i mean,meant,make it,make that,rather,wait,scratch that,correction,"
        "on second thought,on second thoughts,changed my mind,let's say,no wait,oops,better,change it to,"
        "change that to,change to,switch to,oh,hang on,hold on,my mistake,apologies,i should say,should be,"
        "it should be,nevermind,never mind"
    ),
    Tag.MOVE: (
        "move,reschedule,change,switch,shift it,shift my,shift our,shift that,shift the,swap,push,postpone,"
        "bring forward,transfer,moved,rescheduled,changed,moving,changing,rescheduling,rebook,push back,bump,"
        "swapping,switching,swop,bring,rearrange"
    ),
    Tag.BORN: "born,dob,d.o.b,date of birth,birth date,birthdate,birthday,birth,born on,bday,was born,d o b,b day",
    Tag.WAS: {
        1: "was,were",
        2: "saw,came,came in,went,visited,attended",
        3: "had,missed,overslept",
    },
    Tag.PAST_EVENT: (
        "started,began,happened,fell,occurred,noticed,appeared,woke,awoke,realised,realized,felt,ended,diagnosed,"
        "injured,hurt myself,came down,discharged,since,ongoing,operated,vomited,has been,have been,i've been,"
        "ive been,it's been,been"
    ),
    Tag.SYMPTOM: (
        "pain,pains,painful,hurts,hurt,hurting,ache,aches,aching,cough,coughing,coughs,fever,worse,dizzy,dizziness,"
        "nausea,nauseous,vomiting,vomit,swelling,swollen,itch,itchy,itches,rash,headache,headaches,cramps,sleep,"
        "sleeping,sweats,sweat,wake,waking,wakes,stiff,stiffness,tired,sore,burning,bleeding,symptom,symptoms,"
        "scale,severity,tablet,tablets,pill,pills,dose,doses,mg,ml,insulin,medication,medicine,capsules,breath,"
        "breathing,numb,blood pressure,take,taking,took,breathless,snoring,heartburn,throbbing,urinate,pee,"
        "shivering"
    ),
    Tag.TITLE: "dr,doctor,mr,mrs,ms,miss,prof,professor,dra,named,name is,called,st",
    Tag.PRONOUN: "i,you,he,she,it,we,they,who,that,this,there,one,what,which,anyone,someone,doc,email,policy,employer",
    Tag.SHIFT: {
        -1: "earlier,sooner,earlier in the day",
        1: "later,later in the day,later on",
    },
    Tag.SHIFT_CUE: (
        "something,anything,a,an,any,bit,little,much,slightly,even,lot,the,one,ones,time,times,slot,slots,"
        "appointment,appointments,date,dates,opening,please,possible,available,option,options,day,hour,somewhat,"
        "any time,want,prefer,need,go"
    ),
    Tag.SAME_TIME: "same time,the same time,same hour,the same hour,usual time,the usual time,that time,my usual time",
    Tag.SOONEST: (
        "as soon as possible,asap,a.s.a.p,soonest,as early as possible,earliest,the earliest,first available,"
        "next available,first free,next free,the first appointment,first appointment,first slot,next slot,"
        "next opening,first opening,right away,straight away,as soon as you can,as soon as we can,quickest,"
        "soon as possible,earliest available,earliest possible,soonest available,soonest possible,"
        "as quickly as possible,the soonest,first possible,very first,sooner the better,the earlier the better,"
        "as soon as i can"
    ),
    Tag.ZONE: (
        "my time,our time,my local time,my timezone,my time zone,est,edt,pst,pdt,cst,cdt,mst,mdt,gmt,utc,cet,cest,"
        "bst,ist,aedt,aest,awst,acst,nzst,nzdt,sgt,hkt,jst,eet,eest,msk,pkt,sast,"
        "eastern,pacific,central time,mountain time,eastern time,pacific time,london time,dubai time,"
        "indian time,uk time,us time,new york time,paris time,madrid time"
    ),
    Tag.NOUN: (
        "one,ones,opinion,option,options,floor,choice,doctor,visit,visits,time,times,dose,doses,slot,slots,child,"
        "kid,baby,son,daughter,degree,grade,avenue,street,st,person,people,attempt,try,trimester,appointment,"
        "appointments,thing,things,place,name,names,class,aid,step,year,years,half,suggestion,offer,thought,"
        "thoughts,patient,clinic,available,free,opening,wave,or,and,mg,ml,kg,lb,lbs,cm,mm,percent,pieces,units,"
        "tablets,pills,euros,euro,dollars,dollar,usd,eur,pounds,students,copies,kids,children,doctors,friends,"
        "others,weeks,months,days,minutes,hours,minute,hour,week,month,day,degrees,of us,of them,more,other,"
        "different,new,meeting,generation,hand,party,row,room,building,points,stitches,fl,medications,tests,"
        "results,questions,adults,reports,bills,invoices,x,vaccine,vaccination,jab,shot,booster,round,surgery"
    ),
    Tag.CLOSING: (
        "that's all,that is all,that will be all,that'll be all,that was it,that will be it,that's it,that is it,"
        "that was all,that's everything,thanks for,thank you for,your help,helping me,all for,okay for,ok for,"
        "be all,everything for,done for"
    ),
    Tag.WISH: (
        "can,could,would,shall,want,need,like,prefer,appointment,appointments,appt,book,booking,schedule,scheduled,"
        "slot,slots,available,availability,free,opening,openings,visit,come,see,please,pls,works,work,suits,suit,"
        "fit,make,move,cancel,change,reschedule,checkup,consultation,consult,meet,i'd,let's,lets,how about,"
        "what about,any,anything,something,when,try,session,set,put,find,arrange,seen,better,best,fine,good,great,"
        "perfect,ok,okay,possible,wanted,wish,i'll take,i will take,i'd take,can i take,could i take,"
        "let me take,ill take"
    ),
    Tag.ERRAND: (
        "baby is due,due date,i'm due,weather,forecast,humidity,going to rain,gonna rain,will it rain,it will rain,"
        "umbrella,i fly,i'm flying,"
        "i am flying,flight,flights,plane ticket,plane tickets,"
        "round trip,hotel,hotels,airbnb,car rental,rental car,rent a car,hire car,car hire,uber,taxi,cab,airport"
    ),
    Tag.VISIT: (
        "appointment,appointments,appt,book,booking,slot,session,reserve,visit,come,come in,check up,checkup,"
        "consultation,i'm free,i am free,i'm available,i am available,i can make,i could make,i can do,be seen,"
        "see him,see her,see them"
    ),
    Tag.ASKS_SELF: (
        "am i,will i be,would i be,will i have,would i have,do i have,have i got,when i'm,when i am,when im,"
        "when i will be,when i'll be,when i have,when i would be,when i might be,if i'm,if i am,if im,if i will be,"
        "if i'll be,if i have,if i would be,whether i am,whether i'm,whether i have,whether i will be,what i'm,"
        "what i have,what times i'm,what times i am,what times i have"
    ),
    Tag.LEISURE: (
        "free,available,availability,time,times,free time,room,busy,spare,hours,anything,open,openings,gap,gaps"
    ),
    Tag.DIARY: (
        "my availability,my availability dates,my calendar,my schedule,my agenda,my diary,my free time,my free times,"
        "my free schedule,my available time,my available free time,my free hours,open times i have,free times i have"
    ),
    Tag.LOOKUP: (
        "what,what's,whats,check,tell,tell me,see,look,look at,know,when,when is,when's,show,show me,find,find out,how"
    ),
    Tag.THAT_IS: "that's,that is,which is,thats,so",
    Tag.FOLLOWER: (
        "available,free,open,what about,how about,please,pls,plz,with,for,if,is,works,work,would,and,or,but,"
        "instead,then,thanks,thank,suits,sounds,can,will,i,to,in,because,on,at,by,as,am,pm,could,should,so,when,"
        "seems,was,it,it's,i'd,i'll,i'm,do,does,may,not,just,good,best,great,fine,ok,okay,perfect,until,till,from,"
        "through,this,next,the,that,right,has,also,only,too,my,your,here,there,are,since,after,before,how,what,"
        "sharp,around,about,today,tomorrow,time,ideally,though,yes,no,sorry,actually,either,ish,between,see,his,"
        "hers,dr,doctor,possibly,maybe,perhaps,again,better,onwards,onward,latest,tonight,did"
    ),
    Tag.CURRENCY: "dollars,dollar,euros,euro,usd,eur,pounds,gbp,bucks,quid,cents,percent,rupees,pesos",
    Tag.IGNORE: (
        "good morning,good afternoon,good evening,good night,good day,nice day,great day,lovely day,"
        "have a nice evening,great month,great week,nice week,good week,great weekend,nice weekend,good weekend,"
        "lovely weekend,nice evening,good mornings,my day,make my day,day to day,nowadays,these days,some day,"
        "one day,someday,day off,days off,sick day,all day,all night,all week,all morning,all day long,daily,"
        "last minute,day care,divisible by,divided by,multiplied by,one moment,one second,one minute,a second,"
        "a minute,a moment,a sec,one sec,"
        "just a minute,just a second,birth month,second opinion,second thought,second thoughts,second one,"
        "first name,second name,first time,second time,third time,first of all,first one,third one,last one,"
        "the first visit,at once,at first,at all,at least,at most,at last,at home,at work,night shift,night sweats,"
        "night shifts,nights shift,up to date,up-to-date,may or may not,may not,on time,in time,end of the line,"
        "six months pregnant,morning sickness,mother's day,24 7,half term,in a row"
    ),
}
"""A meaning without a number of its own stands for 1."""

AT_HOME = frozenset(
    (
        "a after all an and any at august away back best by clock date day for fri h half in is jan last later like "
        "mar march may min mon nd next no o'clock of old on one or past per rd sat sharp st sun th the this thu "
        "till time to tue wed"
    ).split()
)
"""Words that mean time only where the message is English."""
