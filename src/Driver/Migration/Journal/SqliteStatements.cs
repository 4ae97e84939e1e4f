using System.Globalization;
using Microsoft.Data.Sqlite;

namespace ShadowMig.Driver.Migration.Journal;

/// <summary>One statement with its values, in one line.</summary>
internal static class SqliteStatements
{
    /// <summary>Runs a statement that returns nothing; gives the number of rows changed.</summary>
    public static int Execute(this SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using SqliteCommand command = connection.Command(sql, values);
        return command.ExecuteNonQuery();
    }

    /// <summary>Runs a statement that returns one whole number; 0 for null.</summary>
    public static long Scalar(this SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using SqliteCommand command = connection.Command(sql, values);
        return command.ExecuteScalar() is long number ? number : 0;
    }

    /// <summary>Runs a statement and reads every row.</summary>
    /// <exception cref="InvalidDataException">A row does not hold what it should.</exception>
    public static IReadOnlyList<T> Query<T>(
        this SqliteConnection connection, Func<SqliteDataReader, T> read, string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using SqliteCommand command = connection.Command(sql, values);
        using SqliteDataReader reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
            rows.Add(Read(reader, read));
        return rows;
    }

    private static T Read<T>(SqliteDataReader row, Func<SqliteDataReader, T> read)
    {
        try
        {
            return read(row);
        }
        catch (Exception e) when (e is FormatException or ArgumentException or InvalidOperationException or InvalidCastException or OverflowException)
        {
            throw new InvalidDataException($"a row cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Writes the version of the schema into the file.</summary>
    public static void SetSchemaVersion(this SqliteConnection connection, int version) =>
        // A pragma takes no parameters; a number needs no quoting.
        connection.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {version}"));

    /// <summary>Text of a column, or null.</summary>
    public static string? Text(this SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    /// <summary>Time of a column, or null.</summary>
    public static DateTimeOffset? Time(this SqliteDataReader reader, int column) =>
        reader.Text(column) is { } text ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind) : null;

    /// <summary>A time as the journal writes it: UTC, and sorted as text the way it is sorted as time.</summary>
    public static string ToJournal(this DateTimeOffset at) => at.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture);

    // Every statement is a constant of this folder; whatever comes from outside is a parameter.
#pragma warning disable CA2100
    private static SqliteCommand Command(this SqliteConnection connection, string sql, ReadOnlySpan<(string Name, object? Value)> values)
    {
        SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        foreach ((string name, object? value) in values)
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        return command;
    }
#pragma warning restore CA2100
}
