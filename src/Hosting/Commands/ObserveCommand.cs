using System.CommandLine;
using ShadowMig.Driver.Model;
using ShadowMig.Driver.Monitoring;
using ShadowMig.Hosting.Output;
using ShadowMig.Native;

namespace ShadowMig.Hosting.Commands;

/// <summary><c>observe DOMAIN</c>: Table 1 of the paper for one guest.</summary>
internal static class ObserveCommand
{
    private static readonly Argument<string> Domain = OptionFactory.Domain();

    private static readonly Option<IReadOnlyList<TimeSpan>?> Periods = OptionFactory.Parsed(
        "--periods", "LIST", "periods of the dirty-rate calculation (default Monitoring:ObservationPeriods, 1s,2s,4s)", PeriodList.Parse);

    private static readonly Option<bool> Probe = OptionFactory.Probe();

    /// <summary>The command.</summary>
    public static Command Create(CommandRunner runner)
    {
        Command command = new("observe", "Measure what a guest does to its memory and network.") { Domain, Periods, Probe };
        command.SetAction((arguments, cancellationToken) => runner.RunAsync(arguments, RunAsync, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(CommandSession session)
    {
        string name = session.Arguments.GetValue(Domain)!;
        ObservationOptions options = ObservationSettings.Read(session, Probe);
        if (session.Arguments.GetValue(Periods) is { } periods)
            options = options with { Periods = periods };

        GuestAccess access = session.Get<GuestAccess>();
        NodeConnection node;
        try
        {
            node = await access.OpenAsync(session.Uri, session.Cancellation);
        }
        catch (Exception e) when (LibvirtFailures.IsExpected(e))
        {
            return Refuse(session, name, null, LibvirtFailures.Unreachable(session.Uri, e));
        }

        await using (node)
            return await ObserveAsync(session, access, node.Connection, name, options);
    }

    private static async Task<int> ObserveAsync(
        CommandSession session, GuestAccess access, ILibvirtConnection connection, string name, ObservationOptions options)
    {
        string? host = null;
        try
        {
            host = await access.AskAsync(connection.GetHostName, session.Cancellation);
            using ILibvirtDomain? domain = await access.FindAsync(connection, name, session.Cancellation);
            if (domain is null)
                return Refuse(session, name, host, LibvirtFailures.UnknownDomain(name, host));
            if (!await access.AskAsync(() => domain.IsActive, session.Cancellation))
                return Refuse(session, name, host, new(ReasonCodes.DomainInactive, $"'{name}' does not run; start it first"));

            GuestPolicy policy = DomainDescriptionParser.Parse(await access.AskAsync(() => domain.GetXml(), session.Cancellation)).Policy;
            GuestObservation observation = await StepDisplay.RunAsync(
                session.Console, session.IsJson, step => session.Get<IGuestObserver>().ObserveAsync(connection, domain, options, step, session.Cancellation));
            session.Print(
                json => JsonOutput.Write(
                    json,
                    new ObserveDocument(DomainDocument.From(observation.Domain), host, observation.At, ObservationDocument.WithVcpus(observation), Policy: PolicyDocument.From(policy))),
                console => Show(console, observation, policy));
            foreach (string problem in policy.Problems)
                session.Say($"the guest's metadata is not understood: {problem}");
            return ExitCodes.Done;
        }
        catch (Exception e) when (LibvirtFailures.IsExpected(e))
        {
            return Refuse(session, name, host, LibvirtFailures.Observation(e));
        }
    }

    private static void Show(HumanConsole console, GuestObservation observation, GuestPolicy policy)
    {
        ObservationView.Write(console, observation);
        PolicyView.Write(console, policy);
    }

    private static int Refuse(CommandSession session, string name, string? host, Reason reason)
    {
        if (session.IsJson)
        {
            DomainDocument domain = new(name, Guid.TryParse(name, out Guid uuid) ? uuid : null);
            JsonOutput.Write(
                session.Environment.Output,
                new ObserveDocument(domain, host, session.Environment.Time.GetUtcNow(), null, ReasonDocument.From([reason])));
        }

        session.Say($"{reason.Message} ({reason.Code})");
        return ExitCodes.Refused;
    }
}
