"""Spanish words of time, folded (no accents): for each meaning its words and phrases, under the number they mean."""

from __future__ import annotations

from collections.abc import Mapping

from conversation.extractors.dates.tags import Part, Tag, Unit

WORDS: dict[Tag, str | Mapping[int, str]] = {
    Tag.WEEKDAY: {
        0: "lunes,lun,dia lunes",
        1: "martes,mar,dia martes",
        2: "miercoles,mie,mier,miercole,dia miercoles",
        3: "jueves,jue,jueve,dia jueves",
        4: "viernes,vie,vier,dia viernes",
        5: "sabado,sabados,sab,dia sabado",
        6: "domingo,domingos,dom,dia domingo",
    },
    Tag.MONTH: {
        1: "enero,ene",
        2: "febrero,feb",
        3: "marzo,mar",
        4: "abril,abr",
        5: "mayo,may",
        6: "junio,jun",
        7: "julio,jul",
        8: "agosto,ago",
        9: "septiembre,setiembre,sept,sep,set",
        10: "octubre,oct",
        11: "noviembre,nov",
        12: "diciembre,dic",
    },
    Tag.WEAK: "lun,mar,mie,jue,vie,sab,dom,ene,may,set,ago,marzo",
    Tag.DAY: {
        0: (
            "hoy,dia de hoy,hoy dia,esta noche,esta tarde,esta manana,hoy mismo,"
            "hoy en dia,hoi,la jornada de hoy,"
            "este mediodia"
        ),
        1: (
            "manana,manyana,dia siguiente,el dia siguiente,proximo dia,el proximo dia,dia de manana,manana mismo,"
            "la manana siguiente,mana,dia que viene,dia despues,el dia despues,dia de despues,el dia de despues"
        ),
        2: "pasado manana,pasado,dia despues de manana,el dia despues de manana",
    },
    Tag.PAST_DAY: "ayer,anteayer,antier,anoche,antenoche,antes de ayer,el otro dia",
    Tag.SAME_DAY: "ese dia,ese mismo dia,el mismo dia,mismo dia,aquel dia",
    Tag.NUMBER: {
        1: "uno,una,un",
        2: "dos",
        3: "tres",
        4: "cuatro",
        5: "cinco",
        6: "seis",
        7: "siete",
        8: "ocho",
        9: "nueve",
        10: "diez",
        11: "once",
        12: "doce",
        13: "trece",
        14: "catorce",
        15: "quince",
        16: "dieciseis",
        17: "diecisiete",
        18: "dieciocho",
        19: "diecinueve",
        20: "veinte",
        21: "veintiuno,veintiun",
        22: "veintidos",
        23: "veintitres",
        24: "veinticuatro",
        25: "veinticinco",
        26: "veintiseis",
        27: "veintisiete",
        28: "veintiocho",
        29: "veintinueve",
        30: "treinta",
        40: "cuarenta",
        50: "cincuenta",
    },
    Tag.THOUSAND: "mil",
    Tag.ARTICLE: "un,una",
    Tag.FEW: {
        2: "par de,un par de",
        3: "unos,unas,pocos,algunos,algunas",
    },
    Tag.ORDINAL: {
        1: "primero,primer,primera",
        2: "segundo,segunda",
        3: "tercero,tercer,tercera",
        4: "cuarto,cuarta",
        5: "quinto,quinta",
        6: "sexto",
        7: "septimo",
        8: "octavo",
        9: "noveno",
        10: "decimo",
        20: "vigesimo",
        30: "trigesimo",
        -1: "ultimo,ultima",
    },
    Tag.SUFFIX: "o,a,ro,do,er,ra,to,mo,vo,no",
    Tag.UNIT: {
        Unit.MINUTE: "minuto,minutos,min,mins",
        Unit.HOUR: "hora,horas,h,hs,hrs",
        Unit.DAY: "dia,dias",
        Unit.WEEK: "semana natural,semana,semanas",
        Unit.FORTNIGHT: "quincena,quincenas",
        Unit.MONTH: "mes,meses",
        Unit.YEAR: "ano,anos",
        Unit.SECOND: "segundos",
    },
    Tag.WEEKEND: "fin de semana,finde,fines de semana,fin de sem,findes",
    Tag.HALF: "media,medio,y media",
    Tag.QUARTER: "cuarto,y cuarto,quarto,cuartos",
    Tag.PART: {
        Part.MORNING: (
            "la manana,por la manana,x la manana,x la mnn,por la mnn,en la manana,de la manana,a la manana,"
            "una manana,mananas,las mananas,"
            "esta manana,la manana siguiente,por las mananas,en las mananas"
        ),
        Part.TARDE: (
            "la tarde,por la tarde,x la tarde,en la tarde,de la tarde,a la tarde,una tarde,tardes,las tardes,"
            "por las tardes,"
            "esta tarde,de tarde,tardecita"
        ),
        Part.NIGHT: (
            "la noche,por la noche,x la noche,en la noche,de la noche,a la noche,las noches,por las noches,esta noche,"
            "de noche,una noche"
        ),
        Part.DAWN: "de la madrugada,madrugada,la madrugada,por la madrugada,en la madrugada",
        Part.LUNCHTIME: (
            "del mediodia,hora de comer,la hora de comer,hora de la comida,hora del almuerzo,hora de almuerzo,"
            "a mediodia,durante la comida,durante el almuerzo"
        ),
        Part.DAYTIME: "horas laborales,horario laboral,horario de oficina,horas de oficina",
        Part.AFTER_WORK: (
            "despues del trabajo,despues de trabajar,al salir del trabajo,cuando salga del trabajo,tras el trabajo,"
            "al salir de trabajar"
        ),
        Part.BEFORE_WORK: "antes del trabajo,antes de trabajar,antes de ir a trabajar",
        Part.BEFORE_SCHOOL: (
            "antes del colegio,antes del cole,antes de llevar a los ninos al colegio,antes de la escuela,"
            "antes de llevar a los ninos al cole,antes de clase"
        ),
        Part.AFTER_SCHOOL: "despues del colegio,despues de la escuela,despues del cole,despues de clase",
        Part.FIRST_THING: (
            "a primera hora,primera hora,a primera hora de la manana,primera hora de la manana,al inicio del dia,"
            "inicio del dia,al empezar el dia,al comenzar el dia,al principio del dia"
        ),
        Part.MIDDLE: "mitad del dia,la mitad del dia,a mitad del dia,en medio del dia,medio del dia,a media jornada",
        Part.END_OF_DAY: (
            "a ultima hora,ultima hora,fin de dia,a fin de dia,al final del dia,al finalizar el dia,a fin del dia,"
            "fin del dia,final del dia,al acabar el dia,al terminar el dia"
        ),
        Part.AFTER_LUNCH: (
            "despues de comer,despues del almuerzo,despues de almorzar,despues de la comida,despues de la hora de comer"
        ),
        Part.BEFORE_LUNCH: "antes de comer,antes del almuerzo,antes de almorzar,antes de la comida",
        Part.AFTER_BREAKFAST: "despues del desayuno,despues de desayunar",
    },
    Tag.LOOSE_PART: {
        Part.TARDE: "tarde",
        Part.NIGHT: "noche",
        Part.DAWN: "madrugada",
        Part.MORNING: "manana",
    },
    Tag.FIXED_TIME: {
        720: "mediodia,medio dia,al mediodia,a mediodia,el mediodia,al medio dia,este mediodia,a medio dia",
        0: "medianoche,a medianoche,media noche,la medianoche",
    },
    Tag.MERIDIEM: {
        0: "am",
        1: "pm",
    },
    Tag.OCLOCK: "en punto,horas,h,hs,hrs,hora",
    Tag.SHARP: "exactas,exactamente",
    Tag.ISH: "o asi,mas o menos,aproximadamente,aprox,y pico,o por ahi,o algo asi",
    Tag.ABOUT: (
        "sobre las,hacia las,cerca de las,alrededor de las,a eso de las,como a las,a eso de la,sobre la,como a la,"
        "aproximadamente a las,mas o menos a las,alrededor de,sobre,hacia,"
        "cerca de,a eso de,como a,aproximadamente,aprox,por ahi de,mas o menos,cerca del,"
        "alrededor del,como,tipo"
    ),
    Tag.AT: (
        "a las,a la,sobre las,hacia las,cerca de las,alrededor de las,a eso de las,como a las,tipo,para las,"
        "a partir de las,de las,a eso de la,sobre la,como a la,para la,por las,del las,aproximadamente a las,"
        "mas o menos a las,son las,a ls,alas"
    ),
    Tag.MAYBE_AT: "las,la",
    Tag.ON: "en,para,el,este",
    Tag.OF: "de,d,dl,del,de la,de el,en,al,en el,en la,de los,de las",
    Tag.IN: "en,dentro de,de aqui a,en unos,de aca a,dentro de unos",
    Tag.THE: "el,la,los,las",
    Tag.FOR: "para,por,durante",
    Tag.GLUE: (
        "por favor,si es posible,a ser posible,mejor,solo,tambien,hora,fecha,si puede ser,si se puede,"
        "en algun momento,algun momento,cualquier hora,a cualquier hora,es,seria,que sea,mismo,preferiblemente,"
        "quizas,tal vez,cita"
    ),
    Tag.FROM: "desde,desde el,desde las,desde la,desde los,a contar desde",
    Tag.MAYBE_FROM: "de,d,dl,del,de las,de la,las,la,el,para el,para las",
    Tag.TO: "hasta,hasta el,hasta las,hasta la,hasta los,y hasta",
    Tag.MAYBE_TO: "a,al,a las,a la,a el",
    Tag.BETWEEN: "entre,entre las,entre el,entre los,entre la",
    Tag.AND: "y,y las,y el,y la,e",
    Tag.OR: "o,o bien,o si no,u,o mejor,o quizas,o tal vez,o tambien",
    Tag.BEFORE: (
        "antes de,antes del,antes de las,antes que,antes de la,antes de el,mas temprano que,mas temprano del,"
        "antes de los"
    ),
    Tag.BY: (
        "nada despues de,nada despues de las,nada despues del,que no sea despues de,que no sea despues de las,"
        "que no sea despues del,"
        "hasta,hasta el,hasta las,hasta la,no mas tarde de,no mas tarde de las,no despues de las,no despues del,"
        "no despues de,no mas tarde del,a mas tardar,a mas tardar el,a mas tardar a las,como maximo,como muy tarde,"
        "como muy tarde el,como muy tarde a las,no mas tardar a las,no mas tardar,antes o en,tan tarde como,"
        "tan tarde como las,como tarde"
    ),
    Tag.AFTER: (
        "despues de,despues del,despues de las,despues de la,mas tarde de,mas tarde de las,mas tarde del,"
        "pasadita la,pasadito el,"
        "mas tarde que,mas tarde que las,pasadas las,pasado el,tras el,tras las,tras,pasada la,luego de,"
        "luego de las,luego del,mas alla del,posterior a,posterior al"
    ),
    Tag.STARTING: (
        "nada antes de,nada antes de las,nada antes del,menos antes de,menos antes del,menos antes de las,"
        "que no sea antes de,que no sea antes de las,"
        "que no sea antes del,"
        "a partir de,a partir de las,a partir del,a partir de la,desde,desde el,desde las,desde la,comenzando el,"
        "empezando el,comenzando,empezando,no antes de,no antes de las,no antes del,a contar de"
    ),
    Tag.ONWARDS: "en adelante,para adelante,adelante,pa delante,pa adelante,para delante,en lo sucesivo",
    Tag.OR_LATER: "o mas tarde,o mas,como pronto,como minimo,y despues",
    Tag.OR_EARLIER: "o mas temprano,como muy tarde,como maximo,a mas tardar,como tarde",
    Tag.SINCE: "desde hace,hace",
    Tag.MINUS: "menos,para",
    Tag.THIS: "este,esta,actual,mismo,el mismo,la misma,presente,la actual,el actual,aquel,aquella,estos,estas",
    Tag.NEXT: (
        "proximo,proxima,proximos,proximas,siguiente,siguientes,que viene,q viene,ke viene,que vienen,el proximo,"
        "la proxima,"
        "los proximos,las proximas,que entra,entrante,el siguiente,la siguiente,venidero,prox,del proximo,"
        "de la proxima"
    ),
    Tag.COMING: "este proximo,esta proxima,este siguiente,el proximo este,mas cercano,mas proximo,este mismo",
    Tag.AFTER_NEXT: (
        "despues del proximo,despues de la proxima,despues del que viene,despues de la que viene,"
        "despues del siguiente,despues de la siguiente,que viene no el otro,no este sino el otro,"
        "no esta sino la otra"
    ),
    Tag.ONE_AFTER: (
        "el otro,el de despues,el siguiente a ese,no este,no este que viene,no el que viene,no el proximo,"
        "no este sino el siguiente,sino el siguiente,sino el otro,el de la semana siguiente"
    ),
    Tag.BEHIND_THAT: {
        1: (
            "despues de eso,despues de esa hora,despues de esa fecha,despues de ese dia,despues de ese,"
            "a partir de entonces,"
            "a partir de ahi,a partir de esa hora,a partir de esa fecha,luego de eso,"
            "mas tarde que eso,mas tarde que esa"
        ),
        -1: (
            "antes de eso,antes de esa hora,antes de esa fecha,antes de ese dia,antes de entonces,antes que eso,"
            "mas temprano que eso,mas temprano que esa"
        ),
    },
    Tag.LAST: (
        "pasado,pasada,ultimo,ultima,ultimos,ultimas,anterior,previo,previos,el pasado,la pasada,el ultimo,los ultimos"
    ),
    Tag.EARLY: (
        "principios de,a principios de,a principio de,principio de,principios del,comienzos de,a comienzos de,"
        "inicios de,a inicios de,inicio de,comienzo de,principio del,comienzos del,inicios del,"
        "los primeros dias de,primeros dias de,a principios del,a comienzos del,primera quincena de,"
        "primera quincena del,la primera quincena de,la primera quincena del,primeras horas de,a primeras horas de,"
        "primera mitad de,primera mitad del,temprano,temprano en,mas temprano en,temprano por,pronto por,pronto en,"
        "al principio de,al principio del,a inicios del,inicio del,al inicio de,al inicio del,comienzo del,"
        "los primeros dias del,primeros dias del"
    ),
    Tag.MID: "mediados de,a mediados de,mediados del,a mediados del,mitad de,a mitad de,mitad del,medio de,a media",
    Tag.LATE: (
        "finales de,a finales de,finales del,a finales del,final de,al final de,final del,al final del,fines de,"
        "a fines de,fines del,a fin de,fin de,fin del,al fin de,a fin del,ultima semana de,ultima semana del,"
        "segunda quincena de,segunda quincena del,la segunda quincena de,la segunda quincena del,ultimos dias de,"
        "ultimos dias del,los ultimos dias de,los ultimos dias del,a altas horas de,altas horas de,"
        "ultimas horas de,a ultimas horas de,mas tarde en,mas tarde por,al finalizar,segunda mitad de,"
        "segunda mitad del,tarde en,tarde por"
    ),
    Tag.REST: "resto de,el resto de,resto del,el resto del,lo que queda de,lo que queda del,lo que resta de",
    Tag.LATER_IN: "mas tarde,mas adelante,luego",
    Tag.WITHIN: (
        "en menos de,dentro de menos de,en el plazo de,en un plazo de,en los proximos,en las proximas,"
        "durante los proximos,durante las proximas,en el transcurso de,a lo largo de"
    ),
    Tag.HENCE: "a partir de ahora,desde ahora,despues,mas tarde,luego,despues de hoy,contando desde hoy",
    Tag.AGO: "atras,antes",
    Tag.EVERY: "cada,todos los,todas las,todo el,toda la,por,cada uno de los,todo,toda",
    Tag.TIMES: "vez,veces",
    Tag.PER: "al,a la,por,cada",
    Tag.AGE: "de edad,anos de edad,anitos,anos,ano",
    Tag.DAYWORD: "dia",
    Tag.WORKING: "habiles,laborables,laborales,habil",
    Tag.STARTING_WORD: (
        "de,del,que comienza el,que empieza el,que inicia el,que va del,a partir del,que comienza,que empieza,"
        "que inicia,comenzando el,del dia,que va desde el"
    ),
    Tag.NOT: (
        "no,no el,no la,no los,no las,no a las,no para el,excepto,excepto el,menos el,salvo el,salvo,nunca,"
        "en vez de,en vez del,en lugar de,en lugar del,no puedo,no puedo el,no puedo los,no puedo las,no puedo por,"
        "no puedo a,no puedo ir,no puedo ir el,no me viene bien,no me viene bien el,no quiero,no quiero el,"
        "no estoy,no estoy el,no me va bien,no me va bien el,no tengo libre,trabajo los,trabajo el,no podre,"
        "no podre el,no es,no era,menos los,menos las,menos por,excepto los,excepto las,excepto por,salvo los,"
        "salvo las,salvo por,ni,ni el,ni los,ni la,ni las,ni por,ni a,ni en,tampoco,tampoco el,tampoco los,"
        "que no sea,que no sean,que no sea el,que no sea en,que no sean los,que no caiga en,que no caiga,nada de,"
        "nada los,nada el,nada por,no me pongas,no me ponga,no me de,no me des,no me apuntes,no me cites,no me cite,"
        "no lo pongas,no la pongas,exceptuando,a excepcion de,a excepcion del,quitando,descontando,evitar,evita,"
        "evite,no me vale,no me vale el,no me sirve,no me sirve el,no por,no en,que no,nunca los,nunca el,nunca por,"
        "jamas,odio,mejor no,mejor no el,mejor no los,no reserves,no reserve,no me reserves,no me reserve,no me cojas,"
        "no me coja,no agendes,no me agendes,no me agende,no la reserves,no lo reserves,no me la pongas"
    ),
    Tag.NO_MORE: "no,nunca,jamas,tampoco,ni hablar,ni de broma,ni loco,ni loca,nada,no por favor,no gracias",
    Tag.ABSENT: "estare de viaje,estoy de viaje,estare de vacaciones,estoy de vacaciones,de viaje,de vacaciones",
    Tag.OFFER: "que tal,que tal a,mejor,ponme,que sea",
    Tag.UNWANTED: (
        "no puedo,no me viene bien,no me va bien,no me sirve,imposible,no es posible,es demasiado temprano,"
        "es muy temprano,es muy tarde,es demasiado tarde,no me conviene,no me va,no podre,no esta bien,"
        "no va a poder ser,no me vale,esta mal,fatal,me viene mal,me viene fatal,me va mal,me va fatal,no puede ser,"
        "nunca puedo,no me cuadra,no me encaja,ni hablar,no me queda bien,no me queda,no lo quiero,no quiero,"
        "no me venia bien,me es imposible,no hay manera,no hay forma,no es opcion,descartado,descartados,"
        "mejor no,es imposible,son imposibles"
    ),
    Tag.CORRECTION: (
        "no,perdon,perdona,quise decir,queria decir,digo,mejor,en realidad,mejor dicho,me equivoque,espera,"
        "disculpa,sino,cambialo,cambialo a,cambialo al,cambiala,en cambio,mas bien,me refiero,me referia,lo siento,"
        "corrijo,ay,pensandolo bien,que sea,ponlo,ponme,disculpe,perdone,olvidalo"
    ),
    Tag.MOVE: (
        "mover,cambiar,reprogramar,pasar,aplazar,posponer,adelantar,trasladar,mueva,cambie,cambia,mueve,muevan,"
        "cambien,mueveme,cambiame,pase,pasarla,moverla,cambiarla,modificar,cambiarme,moverme,pasarme,reagendar,"
        "atrasar,pasame,pasamela,pasala,pasalo,pasa mi,pasa la,pasa la cita,pasarmela,pasarlo,moverlo,cambiarlo,"
        "muevela,muevelo,muevame,cambiemela,cambiamela,cambieme,reprograma,reprogramen,adelanta,adelantame,retrasar,"
        "retrasame,aplaza"
    ),
    Tag.BORN: "nacido,nacida,naci,nacio,nacimiento,fecha de nacimiento,cumpleanos,f.nac,nac,f nac,fecha nac",
    Tag.WAS: {
        1: "era,estaba,fue",
        2: "estuve,estuvimos,fui,fuimos,vine,vinimos,me vio,me vieron,me atendio,me atendieron,vi a,vi al,visite",
        3: "tenia,tuve,teniamos,perdi,falte",
    },
    Tag.PAST_EVENT: (
        "empezo,empece,comenzo,comence,paso,ocurrio,me cai,se cayo,aparecio,note,desperte,desde,llevo,lleva,"
        "operaron,operado,diagnosticaron,vomito"
    ),
    Tag.SYMPTOM: (
        "dolor,dolores,duele,duelen,tos,fiebre,mareo,mareos,mareado,mareada,nauseas,picor,picazon,hinchado,"
        "hinchada,hinchazon,sarpullido,calambres,dormir,duermo,despierto,despierta,sudores,sudo,peor,cansado,"
        "cansada,pastilla,pastillas,tableta,tabletas,comprimido,comprimidos,dosis,mg,insulina,medicamento,medicina,"
        "capsulas,toso,ardor,sangrado,escala,sintomas,tension,presion,tomo,toma,tomando,entumecido,jaqueca,ahogo,"
        "orinar"
    ),
    Tag.TITLE: "dr,dra,doctor,doctora,sr,sra,don,dona,llamo,llama",
    Tag.PRONOUN: "yo,tu,ella,ellos,nosotros,usted,me,te,se,mi",
    Tag.SHIFT: {
        -1: "antes,mas temprano,mas pronto,mas temprana,mas tempranito,nada mas temprano,nada mas pronto",
        1: (
            "mas tarde,mas tarde por favor,despues,mas adelante,mas tardecito,mas tardecita,nada mas tarde,"
            "nada mas adelante"
        ),
    },
    Tag.SHIFT_CUE: (
        "algo,nada,un,una,poco,mucho,cita,hora,otra,otro,por favor,posible,horas,dia,uno,puede,podria,disponible,mas,"
        "rato,hueco,quiero,prefiero,necesito,nada mas temprano,nada mas pronto,nada mas tarde,nada mas adelante"
    ),
    Tag.SAME_TIME: (
        "misma hora,la misma hora,a la misma hora,mismo horario,el mismo horario,a esa hora,a la hora de siempre,"
        "la hora de siempre,al mismo horario,en el mismo horario,esa hora"
    ),
    Tag.SOONEST: (
        "lo antes posible,cuanto antes,lo mas pronto posible,tan pronto como sea posible,tan pronto como podamos,"
        "tan pronto como pueda,tan pronto como puedas,tan pronto como sea,lo mas rapido posible,"
        "primera cita disponible,la primera cita disponible,primera disponible,la primera disponible,primer hueco,"
        "el primer hueco,primera cita,la primera cita,primera cita libre,primera hora disponible,"
        "la primera hora disponible,de inmediato,cuanto mas pronto mejor,mas pronto posible,"
        "lo mas temprano posible,primer turno,el primer turno,primer turno disponible,primera fecha disponible,"
        "la primera fecha disponible,la mas temprana,urgentemente,lo mas antes posible,primer hueco libre,"
        "primer hueco disponible,la mas pronta,ya mismo,proxima cita disponible"
    ),
    Tag.ZONE: (
        "mi hora,hora mia,mi hora local,hora de mi pais,hora de madrid,hora de mexico,hora de colombia,"
        "hora de argentina,hora de londres,hora de nueva york,hora peninsular,hora del este,hora del pacifico,gmt,"
        "utc,cet,est,pst,cst"
    ),
    Tag.NOUN: (
        "opinion,opcion,piso,planta,cita,visita,vez,dosis,consulta,persona,personas,pacientes,paciente,hijo,hija,"
        "nino,nina,ninos,hijos,por ciento,grado,grados,calle,mg,ml,kg,cm,euros,euro,dolares,pesos,estudiantes,"
        "veces,anos,semanas,meses,dias,minutos,horas,semana,mes,ano,dia,hueco,turno,disponible,libre,pastillas,"
        "pastilla,intento,doctor,doctora,dos,puntos,unidades,mas,otro,otra,de ellos,de ellas,edificio,nombre,"
        "apellido,medico,primero,trimestre,lugar,clase"
    ),
    Tag.CLOSING: "eso es todo,es todo,seria todo,nada mas,gracias por,todo por,eso seria todo,gracias por su ayuda",
    Tag.WISH: (
        "cita,citas,turno,hueco,quiero,quisiera,necesito,puedo,podria,puede,pueden,podemos,reservar,agendar,venir,"
        "ver,pedir,disponible,disponibilidad,libre,libres,prefiero,mejor,por favor,cambiar,mover,anular,cancelar,"
        "consulta,tiene,tienen,hay,algo,alguna,algun,viene,seria,favor,perfecto,bien,vale,programar,programa,"
        "apuntame,ponme,deme,dame,me gustaria,gustaria"
    ),
    Tag.ERRAND: (
        "clima,pronostico,que tiempo hace,que tiempo hara,el tiempo que hara,va a llover,llovera,paraguas,vuelo,vuelos,"
        "avion,hotel,hoteles,alquilar un coche,alquilar un auto,coche de alquiler,alquiler de coches,taxi,uber,"
        "aeropuerto"
    ),
    Tag.VISIT: (
        "cita,citas,turno,consulta,reservar,reserva,agendar,venir,visita,revision,estoy libre,estoy disponible,"
        "puedo ir,podria ir"
    ),
    Tag.ASKS_SELF: (
        "cuando estoy,cuando estare,cuando tengo,cuando tendre,si estoy,si estare,si tengo,si tendre,a que hora estoy,"
        "que dias estoy,que dias tengo,a que hora tengo"
    ),
    Tag.LEISURE: "libre,disponible,tiempo,hueco,huecos,ocupado,ocupada,algo,rato",
    Tag.DIARY: "mi agenda,mi calendario,mi disponibilidad,mi horario,mis huecos,mi tiempo libre",
    Tag.LOOKUP: "que,cual,cual es,como,mira,mirar,revisa,revisar,consulta,consultar,dime,ver,saber,comprueba,muestrame",
    Tag.THAT_IS: "es decir,o sea,que es,que seria,osea",
    Tag.FOLLOWER: (
        "disponible,libre,por,favor,con,para,si,es,seria,y,o,pero,mejor,gracias,porque,de,del,en,a,al,estaria,va,"
        "viene,me,puede,podria,cuando,que,como,el,la,los,las,este,esta,esta bien,bien,perfecto,vale,ok,tambien,"
        "hasta,desde,antes,despues,tiene,hay,no,entonces,estara,quiero,tengo,estoy,puedo,ya,mismo,sirve,conviene,"
        "queda,hoy,manana,a ser posible,nos,le,les,mas o menos,mas,se,todavia,aun,solo,quizas,genial,cita,hora"
    ),
    Tag.CURRENCY: "euros,euro,dolares,pesos,soles,por ciento,eur,usd,centimos",
    Tag.IGNORE: (
        "buenos dias,buen dia,buenas tardes,buenas noches,buena tarde,buena noche,buena semana,feliz dia,"
        "feliz semana,feliz tarde,lindo dia,buen fin de semana,feliz fin de semana,todo el dia,todos los dias,"
        "todas las noches,toda la noche,toda la semana,un momento,un segundo,un minuto,un momentito,"
        "segunda opinion,segunda vez,primera vez,primer nombre,por primera vez,a la vez,de una vez,otra vez,"
        "una vez,tal vez,a veces,a la espera,a la atencion,primer lugar,en primer lugar,el dia a dia,llego tarde,"
        "llegar tarde,llegare tarde,muy tarde,demasiado tarde,se me hizo tarde,un dia de estos,la mar,el mar,"
        "por la que,en las que,no se si,una cita,un turno,una consulta,una hora libre,por una cita,"
        "el segundo nombre,primer piso,segundo piso,tercer piso,24 7,la segunda opcion"
    ),
}
"""A meaning without a number of its own stands for 1."""

AT_HOME = frozenset(
    (
        "a actual ago al am antes ardor cada cet como con cst cuarto de del desde digo disponible do dolor dom don "
        "dos dosis e el en ene enseguida entre er es escala est esta estas este estos eur euros fin gmt h hace "
        "hacia hasta hora hrs hs jue la las lleva los luego lun mana manana mar mas may me media medio mejor menos "
        "mes mg mi mie mier mil min ml mo nac no noche nota note o ok once opinion para pasada pasado pase paso "
        "peor pm por posible primer primero prox pst que ra rest ro sab se segunda segundo seis sep set si sino "
        "sobre solo son sr sudo tarde te tension tipo to toda todo toma tomo tos tras tu u ultimo un una unas uno "
        "unos usd utc va vez vie vo y ya"
    ).split()
)
"""Words that mean time only where the message is Spanish."""
