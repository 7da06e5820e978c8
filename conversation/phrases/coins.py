"""What the money of the countries that speak our languages is called, as it is said aloud."""

from __future__ import annotations

from collections.abc import Mapping

from conversation.phrases.ear import Coin

_DOLLARS = "USD CAD AUD NZD SGD HKD JMD TTD BBD BSD BZD GYD XCD FJD NAD".split()
_PESOS = "CLP COP ARS MXN DOP CUP UYU PHP".split()
_SHILLINGS = "KES UGX TZS".split()

EN: Mapping[str, Coin] = {
    **dict.fromkeys(_DOLLARS, Coin("dollar", "dollars", "cent", "cents")),
    **dict.fromkeys(_PESOS, Coin("peso", "pesos", "centavo", "centavos")),
    **dict.fromkeys(_SHILLINGS, Coin("shilling", "shillings", "cent", "cents")),
    "ZAR": Coin("rand", "rand", "cent", "cents"),
    "NGN": Coin("naira", "naira", "kobo", "kobo"),
    "GHS": Coin("cedi", "cedis", "pesewa", "pesewas"),
    "BWP": Coin("pula", "pula", "thebe", "thebe"),
    "ZMW": Coin("kwacha", "kwacha", "ngwee", "ngwee"),
    "PKR": Coin("rupee", "rupees", "paisa", "paise"),
    "PEN": Coin("sol", "soles", "céntimo", "céntimos"),
    "BOB": Coin("boliviano", "bolivianos", "centavo", "centavos"),
    "PYG": Coin("guaraní", "guaranís", "céntimo", "céntimos"),
    "VES": Coin("bolívar", "bolívars", "céntimo", "céntimos"),
    "CRC": Coin("colón", "colones", "céntimo", "céntimos"),
    "GTQ": Coin("quetzal", "quetzals", "centavo", "centavos"),
    "HNL": Coin("lempira", "lempiras", "centavo", "centavos"),
    "NIO": Coin("córdoba", "córdobas", "centavo", "centavos"),
    "PAB": Coin("balboa", "balboas", "centésimo", "centésimos"),
}
ES: Mapping[str, Coin] = {
    **dict.fromkeys(_DOLLARS, Coin("dólar", "dólares", "centavo", "centavos")),
    **dict.fromkeys(_PESOS, Coin("peso", "pesos", "centavo", "centavos")),
    **dict.fromkeys(_SHILLINGS, Coin("chelín", "chelines", "centavo", "centavos")),
    "ZAR": Coin("rand", "rands", "centavo", "centavos"),
    "NGN": Coin("naira", "nairas", "kobo", "kobos"),
    "GHS": Coin("cedi", "cedis", "pesewa", "pesewas"),
    "BWP": Coin("pula", "pulas", "thebe", "thebes"),
    "ZMW": Coin("kwacha", "kwachas", "ngwee", "ngwees"),
    "PKR": Coin("rupia", "rupias", "paisa", "paisas"),
    "PEN": Coin("sol", "soles", "céntimo", "céntimos"),
    "BOB": Coin("boliviano", "bolivianos", "centavo", "centavos"),
    "PYG": Coin("guaraní", "guaraníes", "céntimo", "céntimos"),
    "VES": Coin("bolívar", "bolívares", "céntimo", "céntimos"),
    "CRC": Coin("colón", "colones", "céntimo", "céntimos"),
    "GTQ": Coin("quetzal", "quetzales", "centavo", "centavos"),
    "HNL": Coin("lempira", "lempiras", "centavo", "centavos"),
    "NIO": Coin("córdoba", "córdobas", "centavo", "centavos"),
    "PAB": Coin("balboa", "balboas", "centésimo", "centésimos"),
}
