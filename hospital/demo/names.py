"""Names of the demo hospital's invented patients."""

from __future__ import annotations

WOMEN = (
    "Abigail Adaeze Aisha Amelia Anika Beatriz Bridget Catalina Chloe Chiara Daphne Deepa Edith Eleni Emine Esther "
    "Fiona Freya Gabriela Hana Harriet Imogen Ines Jasmine Katarina Layla Leonor Lucinda Marta Maeve Mina Nkechi "
    "Olga Paloma Phoebe Ramona Rosalind Sabine Saoirse Tamsin Ulrike Valeria Wanjiru Xiomara Yasmin Zainab"
).split()
MEN = (
    "Adrian Alejandro Amir Anders Bashir Benedict Callum Cesar Darius Declan Dimitri Edmund Emeka Esteban Fergus "
    "Filip Gonzalo Hamish Hassan Idris Igor Jakub Joaquin Kenji Kwame Leopold Lorenzo Malcolm Marek Nikhil Nuno "
    "Oluwaseun Owen Percival Rafael Rhys Sanjay Sebastian Stefan Tariq Theodore Umberto Viktor Wilfred Xavier Zoltan"
).split()
SURNAMES = (
    "Abara Acosta Ainsworth Andrade Aoki Ashworth Bakker Barros Bellamy Bergstrom Blackwood Calder Carvalho "
    "Chowdhury Conti Cordero Craddock Dalgaard Deshmukh Dunmore Eastwood Ekwueme Escobar Fairweather Farouk "
    "Fenwick Galindo Gillespie Grzybowski Halloran Hartigan Hosseini Iglesias Inoue Jankowski Kamara Kavanagh "
    "Kimura Kuznetsov Lachance Langford Lefebvre Lockhart Macleod Madaki Marchetti Merriweather Moravec Nair "
    "Navarro Nightingale Oduya Okonkwo Pacheco Papadakis Pemberton Quintero Radcliffe Ramaswamy Rivas Rosewood "
    "Saavedra Sato Sinclair Stavros Sutherland Tanaka Thackeray Toledo Underhill Varga Venter Wadsworth Wexford "
    "Whitlock Xiong Yamamoto Yarrow Zamora Zimmermann"
).split()
