' 2.9: an element of what is not there yet makes a list where its index is a number, an object where it is a text
seat[1][2] = "Ana"
TALK seat
day = "mon"
hours = {}
hours[day][1] = 8
hours.late["night"][0] = 23
hours.early[2][day] = 6
TALK hours
