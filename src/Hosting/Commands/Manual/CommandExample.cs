namespace ShadowMig.Hosting.Commands.Manual;

/// <summary>One command line to show.</summary>
/// <param name="Line">The whole line, without quotes and variables, as it can be typed.</param>
/// <param name="Does">What it does.</param>
internal sealed record CommandExample(string Line, string Does);
