"""Spanish words of time in folded form (no accents), as `phrase` or `phrase=value`; entries are parted by commas."""

from __future__ import annotations

from conversation.extractors.dates.tags import Part, Tag, Unit

WORDS: dict[Tag, str] = {
    Tag.WEEKDAY: (
        "lunes=0,martes=1,miercoles=2,jueves=3,viernes=4,sabado=5,domingo=6,sabados=5,domingos=6,lun=0,mar=1,mie=2,"
        "mier=2,jue=3,vie=4,vier=4,sab=5,dom=6,miercole=2,jueve=3,dia lunes=0,dia martes=1,dia miercoles=2,"
        "dia jueves=3,dia viernes=4,dia sabado=5,dia domingo=6"
    ),
    Tag.MONTH: (
        "enero=1,febrero=2,marzo=3,abril=4,mayo=5,junio=6,julio=7,agosto=8,septiembre=9,setiembre=9,octubre=10,"
        "noviembre=11,diciembre=12,ene=1,feb=2,mar=3,abr=4,may=5,jun=6,jul=7,ago=8,sept=9,sep=9,set=9,oct=10,nov=11,dic=12"
    ),
    Tag.WEAK: "lun,mar,mie,jue,vie,sab,dom,ene,may,set,ago,marzo",
    Tag.DAY: (
        "hoy=0,manana=1,manyana=1,pasado manana=2,pasado=2,dia despues de manana=2,el dia despues de manana=2,"
        "dia siguiente=1,el dia siguiente=1,proximo dia=1,el proximo dia=1,dia de hoy=0,dia de manana=1,hoy dia=0,"
        "esta noche=0,esta tarde=0,esta manana=0,hoy mismo=0,manana mismo=1,hoy en dia=0,la manana siguiente=1,hoi=0,mana=1,"
        "la jornada de hoy=0,dia que viene=1,este mediodia=0"
    ),
    Tag.PAST_DAY: "ayer,anteayer,antier,anoche,antenoche,antes de ayer,el otro dia",
    Tag.SAME_DAY: "ese dia,ese mismo dia,el mismo dia,mismo dia,aquel dia",
    Tag.NUMBER: (
        "uno=1,una=1,un=1,dos=2,tres=3,cuatro=4,cinco=5,seis=6,siete=7,ocho=8,nueve=9,diez=10,once=11,doce=12,trece=13,"
        "catorce=14,quince=15,dieciseis=16,diecisiete=17,dieciocho=18,diecinueve=19,veinte=20,veintiuno=21,veintiun=21,"
        "veintidos=22,veintitres=23,veinticuatro=24,veinticinco=25,veintiseis=26,veintisiete=27,veintiocho=28,"
        "veintinueve=29,treinta=30,cuarenta=40,cincuenta=50"
    ),
    Tag.THOUSAND: "mil",
    Tag.ARTICLE: "un,una",
    Tag.FEW: "par de=2,un par de=2,unos=3,unas=3,pocos=3,algunos=3,algunas=3",
    Tag.ORDINAL: (
        "primero=1,primer=1,primera=1,segundo=2,segunda=2,tercero=3,tercer=3,tercera=3,cuarto=4,cuarta=4,quinto=5,quinta=5,"
        "sexto=6,septimo=7,octavo=8,noveno=9,decimo=10,vigesimo=20,trigesimo=30,ultimo=-1,ultima=-1"
    ),
    Tag.SUFFIX: "o,a,ro,do,er,ra,to,mo,vo,no",
    Tag.UNIT: (
        f"minuto={Unit.MINUTE:d},minutos={Unit.MINUTE:d},min={Unit.MINUTE:d},mins={Unit.MINUTE:d},"
        f"hora={Unit.HOUR:d},horas={Unit.HOUR:d},h={Unit.HOUR:d},hs={Unit.HOUR:d},hrs={Unit.HOUR:d},"
        f"dia={Unit.DAY:d},dias={Unit.DAY:d},semana={Unit.WEEK:d},semanas={Unit.WEEK:d},"
        f"quincena={Unit.FORTNIGHT:d},quincenas={Unit.FORTNIGHT:d},mes={Unit.MONTH:d},meses={Unit.MONTH:d},"
        f"ano={Unit.YEAR:d},anos={Unit.YEAR:d},segundos={Unit.SECOND:d}"
    ),
    Tag.WEEKEND: "fin de semana,finde,fines de semana,fin de sem,findes",
    Tag.HALF: "media,medio,y media",
    Tag.QUARTER: "cuarto,y cuarto,quarto",
    Tag.PART: (
        f"la manana={Part.MORNING:d},por la manana={Part.MORNING:d},en la manana={Part.MORNING:d},"
        f"de la manana={Part.MORNING:d},a la manana={Part.MORNING:d},una manana={Part.MORNING:d},"
        f"mananas={Part.MORNING:d},las mananas={Part.MORNING:d},esta manana={Part.MORNING:d},"
        f"la manana siguiente={Part.MORNING:d},por las mananas={Part.MORNING:d},en las mananas={Part.MORNING:d},"
        f"la tarde={Part.TARDE:d},por la tarde={Part.TARDE:d},en la tarde={Part.TARDE:d},de la tarde={Part.TARDE:d},"
        f"a la tarde={Part.TARDE:d},una tarde={Part.TARDE:d},tardes={Part.TARDE:d},las tardes={Part.TARDE:d},"
        f"por las tardes={Part.TARDE:d},esta tarde={Part.TARDE:d},de tarde={Part.TARDE:d},tardecita={Part.TARDE:d},"
        f"la noche={Part.NIGHT:d},por la noche={Part.NIGHT:d},en la noche={Part.NIGHT:d},de la noche={Part.NIGHT:d},"
        f"a la noche={Part.NIGHT:d},las noches={Part.NIGHT:d},por las noches={Part.NIGHT:d},esta noche={Part.NIGHT:d},"
        f"de noche={Part.NIGHT:d},una noche={Part.NIGHT:d},de la madrugada={Part.DAWN:d},madrugada={Part.DAWN:d},"
        f"la madrugada={Part.DAWN:d},por la madrugada={Part.DAWN:d},en la madrugada={Part.DAWN:d},"
        f"del mediodia={Part.LUNCHTIME:d},hora de comer={Part.LUNCHTIME:d},la hora de comer={Part.LUNCHTIME:d},"
        f"hora de la comida={Part.LUNCHTIME:d},hora del almuerzo={Part.LUNCHTIME:d},hora de almuerzo={Part.LUNCHTIME:d},"
        f"horas laborales={Part.DAYTIME:d},horario laboral={Part.DAYTIME:d},horario de oficina={Part.DAYTIME:d},"
        f"horas de oficina={Part.DAYTIME:d},despues del trabajo={Part.AFTER_WORK:d},despues de trabajar={Part.AFTER_WORK:d},"
        f"al salir del trabajo={Part.AFTER_WORK:d},cuando salga del trabajo={Part.AFTER_WORK:d},tras el trabajo={Part.AFTER_WORK:d},"
        f"al salir de trabajar={Part.AFTER_WORK:d},antes del trabajo={Part.BEFORE_WORK:d},antes de trabajar={Part.BEFORE_WORK:d},"
        f"antes de ir a trabajar={Part.BEFORE_WORK:d},antes del colegio={Part.BEFORE_SCHOOL:d},antes del cole={Part.BEFORE_SCHOOL:d},"
        f"antes de llevar a los ninos al colegio={Part.BEFORE_SCHOOL:d},antes de la escuela={Part.BEFORE_SCHOOL:d},"
        f"antes de llevar a los ninos al cole={Part.BEFORE_SCHOOL:d},antes de clase={Part.BEFORE_SCHOOL:d},"
        f"despues del colegio={Part.AFTER_SCHOOL:d},despues de la escuela={Part.AFTER_SCHOOL:d},"
        f"despues del cole={Part.AFTER_SCHOOL:d},despues de clase={Part.AFTER_SCHOOL:d},"
        f"a primera hora={Part.FIRST_THING:d},primera hora={Part.FIRST_THING:d},a primera hora de la manana={Part.FIRST_THING:d},"
        f"primera hora de la manana={Part.FIRST_THING:d},a ultima hora={Part.END_OF_DAY:d},ultima hora={Part.END_OF_DAY:d},"
        f"fin de dia={Part.END_OF_DAY:d},a fin de dia={Part.END_OF_DAY:d},al final del dia={Part.END_OF_DAY:d},"
        f"al finalizar el dia={Part.END_OF_DAY:d},a fin del dia={Part.END_OF_DAY:d},"
        f"fin del dia={Part.END_OF_DAY:d},final del dia={Part.END_OF_DAY:d},"
        f"ultima hora de la tarde={Part.END_OF_DAY:d},a ultima hora de la tarde={Part.END_OF_DAY:d},"
        f"despues de comer={Part.AFTER_LUNCH:d},despues del almuerzo={Part.AFTER_LUNCH:d},despues de almorzar={Part.AFTER_LUNCH:d},"
        f"despues de la comida={Part.AFTER_LUNCH:d},antes de comer={Part.BEFORE_LUNCH:d},antes del almuerzo={Part.BEFORE_LUNCH:d},"
        f"antes de almorzar={Part.BEFORE_LUNCH:d},antes de la comida={Part.BEFORE_LUNCH:d},"
        f"despues del desayuno={Part.AFTER_BREAKFAST:d},despues de desayunar={Part.AFTER_BREAKFAST:d},"
        f"a mediodia={Part.LUNCHTIME:d}"
    ),
    Tag.LOOSE_PART: (
        f"tarde={Part.TARDE:d},noche={Part.NIGHT:d},madrugada={Part.DAWN:d},manana={Part.MORNING:d}"
    ),
    Tag.FIXED_TIME: (
        "mediodia=720,medio dia=720,al mediodia=720,a mediodia=720,el mediodia=720,al medio dia=720,este mediodia=720,"
        "a medio dia=720,medianoche=0,a medianoche=0,media noche=0,la medianoche=0"
    ),
    Tag.MERIDIEM: "am=0,pm=1",
    Tag.OCLOCK: "en punto,horas,h,hs,hrs,hora",
    Tag.SHARP: "exactas,exactamente",
    Tag.ISH: "o asi,mas o menos,aproximadamente,aprox,y pico,o por ahi,o algo asi",
    Tag.ABOUT: (
        "alrededor de,sobre,hacia,cerca de,a eso de,como a,aproximadamente,aprox,por ahi de,mas o menos,cerca del,alrededor del,"
        "como,tipo"
    ),
    Tag.AT: (
        "a las,a la,sobre las,hacia las,cerca de las,alrededor de las,a eso de las,como a las,tipo,para las,a partir de las,"
        "de las,a eso de la,sobre la,como a la,para la,por las,del las,aproximadamente a las,mas o menos a las,son las,a ls,alas"
    ),
    Tag.MAYBE_AT: "las,la",
    Tag.ON: "en,para,el,este",
    Tag.OF: "de,del,de la,de el,en,al,en el,en la,de los,de las",
    Tag.IN: "en,dentro de,de aqui a,en unos,de aca a,dentro de unos",
    Tag.THE: "el,la,los,las",
    Tag.FOR: "para,por,durante",
    Tag.GLUE: (
        "por favor,si es posible,a ser posible,mejor,solo,tambien,hora,fecha,si puede ser,si se puede,en algun momento,"
        "algun momento,cualquier hora,a cualquier hora,es,seria,que sea,mismo,preferiblemente,quizas,tal vez,cita"
    ),
    Tag.FROM: "desde,desde el,desde las,desde la,desde los,a contar desde",
    Tag.MAYBE_FROM: "de,del,de las,de la,las,la,el,para el,para las",
    Tag.TO: "hasta,hasta el,hasta las,hasta la,hasta los,y hasta",
    Tag.MAYBE_TO: "a,al,a las,a la,a el",
    Tag.BETWEEN: "entre,entre las,entre el,entre los,entre la",
    Tag.AND: "y,y las,y el,y la,e",
    Tag.OR: "o,o bien,o si no,u,o mejor,o quizas,o tal vez,o tambien",
    Tag.BEFORE: (
        "antes de,antes del,antes de las,antes que,antes de la,antes de el,mas temprano que,mas temprano del,antes de los"
    ),
    Tag.BY: (
        "hasta,hasta el,hasta las,hasta la,no mas tarde de,no mas tarde de las,no despues de las,no despues del,no despues de,"
        "no mas tarde del,a mas tardar,a mas tardar el,a mas tardar a las,como maximo,como muy tarde,como muy tarde el,"
        "como muy tarde a las,no mas tardar a las,no mas tardar,antes o en,tan tarde como,tan tarde como las,como tarde"
    ),
    Tag.AFTER: (
        "despues de,despues del,despues de las,despues de la,mas tarde de,mas tarde de las,mas tarde del,mas tarde que,"
        "mas tarde que las,pasadas las,pasado el,tras el,tras las,tras,pasada la,luego de,luego de las,luego del,mas alla del,"
        "posterior a,posterior al"
    ),
    Tag.STARTING: (
        "a partir de,a partir de las,a partir del,a partir de la,desde,desde el,desde las,desde la,comenzando el,empezando el,"
        "comenzando,empezando,no antes de,no antes de las,no antes del,a contar de"
    ),
    Tag.ONWARDS: "en adelante,para adelante,adelante",
    Tag.OR_LATER: "o mas tarde,o despues,o mas,como pronto,como minimo,y despues",
    Tag.OR_EARLIER: "o antes,o mas temprano,como muy tarde,como maximo,a mas tardar,como tarde",
    Tag.SINCE: "desde hace,hace",
    Tag.MINUS: "menos,para",
    Tag.THIS: "este,esta,actual,mismo,el mismo,la misma,presente,la actual,el actual,aquel,aquella,estos,estas",
    Tag.NEXT: (
        "proximo,proxima,proximos,proximas,siguiente,siguientes,que viene,que vienen,el proximo,la proxima,los proximos,"
        "las proximas,que entra,entrante,el siguiente,la siguiente,venidero,prox,del proximo,de la proxima"
    ),
    Tag.COMING: (
        "este proximo,esta proxima,este siguiente,el proximo este,mas cercano,mas proximo,este mismo"
    ),
    Tag.AFTER_NEXT: (
        "despues del proximo,despues de la proxima,despues del que viene,despues de la que viene,despues del siguiente,"
        "despues de la siguiente,que viene no el otro,no este sino el otro,no esta sino la otra"
    ),
    Tag.ONE_AFTER: (
        "el otro,el de despues,el siguiente a ese,no este,no este que viene,no el que viene,no el proximo,no este sino el siguiente,"
        "sino el siguiente,sino el otro,el de la semana siguiente"
    ),
    Tag.LAST: "pasado,pasada,ultimo,ultima,ultimos,ultimas,anterior,previo,previos,el pasado,la pasada,el ultimo,los ultimos",
    Tag.EARLY: (
        "principios de,a principios de,a principio de,principio de,principios del,comienzos de,a comienzos de,"
        "inicios de,a inicios de,inicio de,comienzo de,principio del,comienzos del,inicios del,los primeros dias de,"
        "primeros dias de,a principios del,a comienzos del,primera quincena de,primera quincena del,la primera quincena de,"
        "la primera quincena del,primeras horas de,a primeras horas de,primera mitad de,primera mitad del,temprano,temprano en,mas temprano en,"
        "temprano por,al principio de,al principio del,a inicios del,inicio del,al inicio de,al inicio del,comienzo del,"
        "los primeros dias del,primeros dias del"
    ),
    Tag.MID: "mediados de,a mediados de,mediados del,a mediados del,mitad de,a mitad de,mitad del,medio de,a media,media",
    Tag.LATE: (
        "finales de,a finales de,finales del,a finales del,final de,al final de,final del,al final del,fines de,a fines de,"
        "fines del,a fin de,fin de,fin del,al fin de,a fin del,ultima semana de,ultima semana del,segunda quincena de,"
        "segunda quincena del,la segunda quincena de,la segunda quincena del,ultimos dias de,ultimos dias del,los ultimos dias de,"
        "los ultimos dias del,a altas horas de,altas horas de,ultimas horas de,a ultimas horas de,mas tarde en,mas tarde por,"
        "al finalizar,segunda mitad de,segunda mitad del,tarde en,tarde por"
    ),
    Tag.REST: "resto de,el resto de,resto del,el resto del,lo que queda de,lo que queda del,lo que resta de",
    Tag.LATER_IN: "mas tarde,mas adelante,luego",
    Tag.WITHIN: (
        "en menos de,dentro de menos de,en el plazo de,en un plazo de,en los proximos,en las proximas,durante los proximos,"
        "durante las proximas,en el transcurso de,a lo largo de"
    ),
    Tag.HENCE: (
        "a partir de ahora,desde ahora,despues,mas tarde,luego,despues de hoy,contando desde hoy"
    ),
    Tag.AGO: "atras,antes",
    Tag.EVERY: "cada,todos los,todas las,todo el,toda la,por,cada uno de los,todo,toda",
    Tag.TIMES: "vez,veces",
    Tag.PER: "al,a la,por,cada",
    Tag.AGE: "de edad,anos de edad,anitos,anos,ano",
    Tag.DAYWORD: "dia",
    Tag.WORKING: "habiles,laborables,laborales,habil",
    Tag.STARTING_WORD: (
        "de,del,que comienza el,que empieza el,que inicia el,que va del,a partir del,que comienza,que empieza,que inicia,"
        "comenzando el,del dia,que va desde el"
    ),
    Tag.NOT: (
        "no,no el,no la,no los,no las,no a las,no para el,excepto,excepto el,menos el,salvo el,salvo,nunca,en vez de,en vez del,"
        "en lugar de,en lugar del,no puedo,no puedo el,no puedo los,no puedo las,no puedo por,no puedo a,no puedo ir,no puedo ir el,"
        "no me viene bien,no me viene bien el,no quiero,no quiero el,no estoy,no estoy el,no me va bien,no me va bien el,"
        "no tengo libre,trabajo los,trabajo el,no podre,no podre el,no es,no era,menos los"
    ),
    Tag.UNWANTED: (
        "no puedo,no me viene bien,no me va bien,no me sirve,imposible,no es posible,es demasiado temprano,es muy temprano,"
        "es muy tarde,es demasiado tarde,no me conviene,no me va,no podre,no esta bien,no va a poder ser,no me vale,esta mal"
    ),
    Tag.CORRECTION: (
        "no,perdon,perdona,quise decir,queria decir,digo,mejor,en realidad,mejor dicho,me equivoque,espera,disculpa,sino,"
        "cambialo,cambialo a,cambialo al,cambiala,en cambio,mas bien,me refiero,me referia,lo siento,corrijo,ay,"
        "pensandolo bien,que sea,ponlo,ponme,disculpe,perdone,olvidalo"
    ),
    Tag.MOVE: (
        "mover,cambiar,reprogramar,pasar,aplazar,posponer,adelantar,trasladar,mueva,cambie,cambia,mueve,muevan,cambien,"
        "mueveme,cambiame,pase,pasarla,moverla,cambiarla,modificar,cambiarme,moverme,pasarme,reagendar,atrasar"
    ),
    Tag.BORN: (
        "nacido,nacida,naci,nacio,nacimiento,fecha de nacimiento,cumpleanos,f.nac,nac,f nac,fecha nac"
    ),
    Tag.PAST_EVENT: (
        "empezo,empece,comenzo,comence,paso,ocurrio,me cai,se cayo,aparecio,note,desperte,desde,llevo,lleva,"
        "operaron,operado,diagnosticaron,vomito"
    ),
    Tag.SYMPTOM: (
        "dolor,dolores,duele,duelen,tos,fiebre,mareo,mareos,mareado,mareada,nauseas,picor,picazon,hinchado,hinchada,hinchazon,"
        "sarpullido,calambres,dormir,duermo,despierto,despierta,sudores,sudo,peor,cansado,cansada,pastilla,pastillas,tableta,"
        "tabletas,comprimido,comprimidos,dosis,mg,insulina,medicamento,medicina,capsulas,toso,ardor,sangrado,escala,sintomas,"
        "tension,presion,tomo,toma,tomando,entumecido,jaqueca,ahogo,orinar"
    ),
    Tag.TITLE: "dr,dra,doctor,doctora,sr,sra,don,dona,llamo,llama",
    Tag.PRONOUN: "yo,tu,ella,ellos,nosotros,usted,me,te,se,mi",
    Tag.SHIFT: (
        "antes=-1,mas temprano=-1,mas pronto=-1,mas tarde=1,despues=1,mas adelante=1,mas temprana=-1"
    ),
    Tag.SHIFT_CUE: (
        "algo,un,una,poco,mucho,cita,hora,otra,otro,por favor,posible,horas,dia,uno,puede,podria,disponible,mas,rato,hueco,"
        "quiero,prefiero,necesito"
    ),
    Tag.SAME_TIME: (
        "misma hora,la misma hora,a la misma hora,mismo horario,el mismo horario,a esa hora,a la hora de siempre,"
        "la hora de siempre,al mismo horario,en el mismo horario,esa hora"
    ),
    Tag.SOONEST: (
        "lo antes posible,cuanto antes,lo mas pronto posible,tan pronto como sea posible,tan pronto como podamos,"
        "tan pronto como pueda,tan pronto como puedas,tan pronto como sea,lo mas rapido posible,primera cita disponible,"
        "la primera cita disponible,primera disponible,la primera disponible,primer hueco,el primer hueco,primera cita,"
        "la primera cita,primera cita libre,primera hora disponible,la primera hora disponible,de inmediato,enseguida,"
        "inmediatamente,cuanto mas pronto mejor,mas pronto posible,lo mas temprano posible,primer turno,el primer turno,"
        "primer turno disponible,primera fecha disponible,la primera fecha disponible,la mas temprana,urgentemente,"
        "lo mas antes posible,primer hueco libre,primer hueco disponible,la mas pronta,ya mismo,proxima cita disponible"
    ),
    Tag.ZONE: (
        "mi hora,hora mia,mi hora local,hora de mi pais,hora de madrid,hora de mexico,hora de colombia,hora de argentina,"
        "hora de londres,hora de nueva york,hora peninsular,hora del este,hora del pacifico,gmt,utc,cet,est,pst,cst"
    ),
    Tag.NOUN: (
        "opinion,opcion,piso,planta,cita,visita,vez,dosis,consulta,persona,personas,pacientes,paciente,hijo,hija,nino,nina,"
        "ninos,hijos,por ciento,grado,grados,calle,mg,ml,kg,cm,euros,euro,dolares,pesos,estudiantes,veces,anos,semanas,meses,"
        "dias,minutos,horas,semana,mes,ano,dia,hueco,turno,disponible,libre,pastillas,pastilla,intento,doctor,doctora,dos,"
        "puntos,unidades,mas,otro,otra,de ellos,de ellas,edificio,nombre,apellido,medico,primero,trimestre,lugar,clase"
    ),
    Tag.CLOSING: "eso es todo,es todo,seria todo,nada mas,gracias por,todo por,eso seria todo,gracias por su ayuda",
    Tag.THAT_IS: "es decir,o sea,que es,que seria,osea",
    Tag.FOLLOWER: (
        "disponible,libre,por,favor,con,para,si,es,seria,y,o,pero,mejor,gracias,porque,de,del,en,a,al,estaria,va,viene,me,puede,podria,cuando,"
        "que,como,el,la,los,las,este,esta,esta bien,bien,perfecto,vale,ok,tambien,hasta,desde,antes,despues,tiene,hay,no,entonces,"
        "seria,estara,quiero,tengo,estoy,puedo,ya,mismo,sirve,conviene,queda,hoy,manana,a ser posible,nos,le,les,mas o menos,"
        "mas,se,todavia,aun,solo,quizas,genial,cita,hora"
    ),
    Tag.CURRENCY: "euros,euro,dolares,pesos,soles,por ciento,eur,usd,centimos",
    Tag.IGNORE: (
        "buenos dias,buen dia,buenas tardes,buenas noches,buena tarde,buena noche,buena semana,feliz dia,feliz semana,feliz tarde,"
        "lindo dia,buen fin de semana,feliz fin de semana,todo el dia,todos los dias,todas las noches,toda la noche,toda la semana,"
        "un momento,un segundo,un minuto,un momentito,segunda opinion,segunda vez,primera vez,primer nombre,por primera vez,"
        "a la vez,de una vez,otra vez,una vez,tal vez,a veces,a la espera,a la atencion,primer lugar,en primer lugar,el dia a dia,"
        "llego tarde,llegar tarde,llegare tarde,muy tarde,demasiado tarde,se me hizo tarde,un dia de estos,la mar,el mar,"
        "por la que,en las que,no se si,una cita,un turno,una consulta,una hora libre,por una cita,el segundo nombre,24 horas,"
        "primer piso,segundo piso,tercer piso,24 7,la segunda opcion"
    ),
}
"""Entries without `=` have the value 1."""

AT_HOME = frozenset(
    "mar mi mie mier dom sab vie jue lun set sep ago ene may once son me no o u a de del en el la los las al y e por para como "
    "sobre un una uno unos unas mi te se ya es si se un media medio cuarto menos antes tarde noche vez cada todo toda dos seis "
    "manana mana hora h hs hrs min pasado pasada ultimo primer primero segunda segundo tipo solo mejor que mes mil sino luego "
    "actual digo desde hasta hacia entre este esta estos estas hace do er ra to mo vo er ro pase nota note lleva paso con fin rest "
    "tension sudo peor dolor tos toma tomo ml mg nac dosis opinion escala ardor va tras tu don sr am pm est pst cst gmt utc cet "
    "enseguida disponible ok euros usd eur prox posible mas".split()
)
"""Words that mean time only where the message is Spanish."""
