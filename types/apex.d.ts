// The Apex methods components call, with the answers they give.
declare module '@salesforce/apex/TeamViewController.getTeamView' {
  import type { WireAdapterConstructor } from 'lwc'
  import type { TeamViewAnswer } from '../force-app/team-view/lwc/teamView/answer'
  interface Config {
    recordId: string
  }
  interface Provisioned {
    data?: TeamViewAnswer
    error?: unknown
  }
  const getTeamView: {
    (config: Config): Promise<TeamViewAnswer>
    adapter: WireAdapterConstructor<Config, Provisioned>
  } & WireAdapterConstructor<Config, Provisioned>
  export default getTeamView
}
