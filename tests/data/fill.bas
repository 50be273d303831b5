REM A blank form filled in as a person types, and saved in three formats.
Function pv(n, v)
  Dim p As New com.sun.star.beans.PropertyValue
  p.Name = n : p.Value = v
  pv = p
End Function
REM As typed: LibreOffice makes a number, a day or a text of it, as it does at the keyboard.
Sub types(d, sheet, cell, what)
  d.Sheets.getByName(sheet).getCellRangeByName(cell).FormulaLocal = what
End Sub
Sub Main
  d = StarDesktop.loadComponentFromURL("file:///FOLDER/children-and-justice-2023-24-q2.xlsx", "_blank", 0, Array(pv("Hidden", True)))
  For i = 0 To d.Sheets.Count - 1
    d.Sheets.getByIndex(i).unprotect("")
  Next
  For r = 4 To 7
    types(d, "Measures", "F" & r, CStr(10 + r))
  Next
  types(d, "Measures", "F8", "1,234")
  types(d, "Measures", "F9", "76%")
  types(d, "Measures", "F10", "tbc")
  types(d, "Measures", "F11", "=6*8")
  types(d, "Measures", "F12", "'0042")
  types(d, "Measures", "F13", "12.5")
  types(d, "Cover", "B11", "Performance officer")
  types(d, "Cover", "B13", "Head of Justice")
  types(d, "Cover", "B14", "12 October 2023")
  types(d, "Cover", "B15", "15/09/2023")
  types(d, "Commentary", "D4", "Fewer came than were asked: letters went out late.")
  types(d, "Commentary", "G4", "12/10/2023")
  types(d, "Budget", "G4", "36,500")
  types(d, "Budget", "I4", "£1.2k")
  types(d, "Budget", "K4", "-250.5")
  types(d, "People", "D4", "310")
  types(d, "People", "D5", "287.6")
  types(d, "People", "D6", "30/09/2023")
  d.calculateAll()
  d.storeToURL("file:///FOLDER/by-hand.xls", Array(pv("FilterName", "MS Excel 97")))
  d.storeToURL("file:///FOLDER/by-hand.ods", Array(pv("FilterName", "calc8")))
  d.storeToURL("file:///FOLDER/by-hand.xlsx", Array(pv("FilterName", "Calc MS Excel 2007 XML")))
  d.close(True)
End Sub
