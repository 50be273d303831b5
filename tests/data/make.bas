Function pv(n, v)
  Dim p As New com.sun.star.beans.PropertyValue
  p.Name = n : p.Value = v
  pv = p
End Function
Function frm(d, c)
  Dim l As New com.sun.star.lang.Locale
  l.Language = "en" : l.Country = "GB"
  k = d.NumberFormats.queryKey(c, l, False)
  If k = -1 Then k = d.NumberFormats.addNew(c, l)
  frm = k
End Function
Sub save(d, name, word)
  exts = Array("xls", "ods", "xlsx") : flts = Array("MS Excel 97", "calc8", "Calc MS Excel 2007 XML")
  For i = 0 To 2
    If word = "" Then
      d.storeToURL("file:///FOLDER/" & name & "." & exts(i), Array(pv("FilterName", flts(i))))
    Else
      d.storeToURL("file:///FOLDER/" & name & "." & exts(i), Array(pv("FilterName", flts(i)), pv("Password", word)))
    End If
  Next
End Sub
Sub Main
  d = StarDesktop.loadComponentFromURL("file:///REPOSITORY/samples/returns/2023-24/q2/children-and-justice-2023-24-q2.xlsx", "_blank", 0, Array(pv("Hidden", True)))
  d.calculateAll()
  save(d, "form", "")
  d.close(True)
  d = StarDesktop.loadComponentFromURL("private:factory/scalc", "_blank", 0, Array(pv("Hidden", True)))
  d.Sheets.getByIndex(0).getCellByPosition(0, 0).String = "quarterpack"
  save(d, "locked", "example")
  d.close(True)
  d = StarDesktop.loadComponentFromURL("private:factory/scalc", "_blank", 0, Array(pv("Hidden", True)))
  Dim day As New com.sun.star.util.Date
  day.Day = 1 : day.Month = 1 : day.Year = 1904
  d.NullDate = day
  s = d.Sheets.getByIndex(0) : s.Name = "Odd"
  names = Array("percent", "number", "day", "typed day", "error", "lines", "hidden row", "hidden column", "text formula", "truth", "merged", "lost reference", "percent formula", "percents in a row", "whole percent", "a percent sign that is text", "a formula with breaks")
  For i = 0 To UBound(names) : s.getCellByPosition(0, i).String = names(i) : Next
  pc = frm(d, "0%") : dt = frm(d, "DD/MM/YYYY")
  s.getCellRangeByName("B1").Value = 0.76 : s.getCellRangeByName("B1").NumberFormat = pc
  s.getCellRangeByName("B2").Value = 0.76
  s.getCellRangeByName("B3").Formula = "=DATE(2023;9;30)" : s.getCellRangeByName("B3").NumberFormat = dt
  s.getCellRangeByName("B4").Value = s.getCellRangeByName("B3").Value : s.getCellRangeByName("B4").NumberFormat = dt
  s.getCellRangeByName("B5").Formula = "=1/0"
  s.getCellRangeByName("B6").String = "one" & Chr(10) & "two"
  s.getCellRangeByName("B7").Value = 7 : s.Rows.getByIndex(6).IsVisible = False
  s.getCellRangeByName("D8").Value = 8 : s.Columns.getByIndex(3).IsVisible = False
  s.getCellRangeByName("B9").Formula = "=""a""&""b"""
  s.getCellRangeByName("B10").Formula = "=TRUE()"
  s.getCellRangeByName("A11:B11").merge(True)
  s.getCellRangeByName("B12").Formula = "=#REF!+1"
  s.getCellRangeByName("B13").Formula = "=1/4" : s.getCellRangeByName("B13").NumberFormat = frm(d, "0.0%")
  s.getCellRangeByName("B14").Value = 0.1 : s.getCellRangeByName("C14").Value = 0.2
  s.getCellRangeByName("B14:C14").NumberFormat = pc
  s.getCellRangeByName("B15").Value = 1 : s.getCellRangeByName("B15").NumberFormat = pc
  s.getCellRangeByName("B16").Value = 3 : s.getCellRangeByName("B16").NumberFormat = frm(d, "0"" %""")
  s.getCellRangeByName("B17").Formula = "=""x""&CHAR(10)&""y"""
  d.calculateAll()
  save(d, "odd", "")
  d.close(True)
End Sub
